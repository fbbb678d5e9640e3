# Read by ./try, ./check and .ci/run: makes the virtual environment. Works with the bash 3.2 of macOS.
# Sets $here (the checkout) and, after make_environment, $venv.

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
venv="${SAYSO_VENV:-$here/.venv}"

# Print the first Python of at least 3.10, or tell what to do.
find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python3.10 python}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "sayso needs Python 3.10 or newer, and found none. Install one from https://www.python.org/downloads/," >&2
    echo "or name yours: PYTHON=/path/to/python3 $0" >&2
    return 1
}

# Make $venv and install this checkout into it, with the extras named ("" or "[dev]"). Does nothing if that was done.
make_environment() {
    local extras="$1" python wanted stamp
    stamp="$venv/installed$extras"
    wanted="$(echo "$here" && cksum <"$here/pyproject.toml")"
    if [ -x "$venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
        return
    fi
    if [ -d "$venv" ] && [ -n "$(ls -A "$venv")" ] && [ ! -f "$venv/pyvenv.cfg" ]; then
        echo "$venv exists and is not a virtual environment. Move it away and run this again." >&2
        return 1
    fi
    # An environment of another place, or one whose making was interrupted, is made anew.
    if [ "$(head -n 1 "$venv/installed" 2>/dev/null)" != "$here" ] || ! "$venv/bin/python" -c '' 2>/dev/null; then
        python="$(find_python)" || return 1
        echo "Making a virtual environment in $venv with $("$python" --version) …" >&2
        if ! "$python" -m venv --clear "$venv"; then
            echo "That failed. On Debian and Ubuntu, 'apt install python3-venv' helps." >&2
            return 1
        fi
    fi
    echo "Installing sayso$extras and what it needs (once; a minute or so) …" >&2
    # Before 23.3, pip does not know lxml's extra html-clean, which justext asks for as html_clean, and warns.
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "pip>=23.3" || return 1
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable "$here$extras" || return 1
    echo "$wanted" >"$venv/installed"
    echo "$wanted" >"$stamp"
}

"""The files of a larger model for sayso, in the folder `model`; `sayso read --model accurate` finds them."""

-- The tables of a collection. docs/collection.md explains them; migrations.py brings older files up to this form.
-- Dates are ISO 8601. A list that no question needs stands as JSON; spans are [[start, end], …] in code points of articles.text.

-- ---- Articles

CREATE TABLE outlets (
    id INTEGER PRIMARY KEY,
    name TEXT,
    domain TEXT,
    shown TEXT NOT NULL
);
CREATE INDEX outlets_name ON outlets (name, domain);

CREATE TABLE stamps (
    id INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    model TEXT NOT NULL,
    settings TEXT NOT NULL,
    choices TEXT NOT NULL
);

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    article TEXT NOT NULL,
    version INTEGER NOT NULL,
    is_current INTEGER NOT NULL,
    url TEXT,
    outlet_id INTEGER REFERENCES outlets (id),
    title TEXT,
    title_start INTEGER,
    title_end INTEGER,
    published TEXT,
    published_precision TEXT,
    published_from TEXT,
    published_until TEXT,
    language TEXT,
    authors TEXT,
    section TEXT,
    words INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    text TEXT NOT NULL,
    own_voice TEXT NOT NULL,
    facts TEXT,
    exact TEXT,
    stamp_id INTEGER NOT NULL REFERENCES stamps (id),
    added TEXT NOT NULL
);
CREATE INDEX articles_key ON articles (key, version);
CREATE INDEX articles_article ON articles (article);
CREATE INDEX articles_outlet ON articles (outlet_id);
CREATE INDEX articles_earlier ON articles (id) WHERE is_current = 0;
CREATE INDEX articles_published ON articles (published_from, key, version);

-- Which article an address or a text belongs to, by a digest of each; see keys.py.
CREATE TABLE article_keys (
    digest BLOB PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX article_keys_article ON article_keys (article_id);

CREATE TABLE unread (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    passed_over INTEGER NOT NULL,
    stamp_id INTEGER NOT NULL REFERENCES stamps (id),
    added TEXT NOT NULL
);

CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    article_id INTEGER REFERENCES articles (id) ON DELETE CASCADE,
    unread_id INTEGER REFERENCES unread (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    step TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX notices_article ON notices (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX notices_unread ON notices (unread_id) WHERE unread_id IS NOT NULL;

-- ---- What was found in them

CREATE TABLE article_speakers (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    local TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    named INTEGER NOT NULL,
    roles TEXT NOT NULL,
    mentions TEXT NOT NULL,
    members TEXT NOT NULL,
    forms TEXT NOT NULL,
    -- 0: not looked at yet; 1: joined, or found to be nobody that can be joined; 2: of an earlier version.
    joined INTEGER NOT NULL DEFAULT 0,
    speaker_id INTEGER REFERENCES speakers (id)
);
CREATE INDEX article_speakers_article ON article_speakers (article_id);
CREATE INDEX article_speakers_speaker ON article_speakers (speaker_id);
CREATE INDEX article_speakers_new ON article_speakers (id) WHERE joined = 0;
CREATE INDEX article_speakers_earlier ON article_speakers (id) WHERE joined = 2;

CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    local TEXT NOT NULL,
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    content TEXT NOT NULL,
    cue TEXT NOT NULL,
    source TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    source_text TEXT NOT NULL,
    cue_text TEXT NOT NULL,
    words INTEGER NOT NULL,
    score REAL NOT NULL,
    within_id INTEGER REFERENCES statements (id) ON DELETE SET NULL,
    turn INTEGER NOT NULL,
    article_speaker_id INTEGER REFERENCES article_speakers (id),
    speaker_id INTEGER REFERENCES speakers (id),
    speaker_score REAL,
    unresolved TEXT,
    candidates TEXT NOT NULL,
    corrected TEXT,
    corrected_by TEXT
);
CREATE INDEX statements_article ON statements (article_id);
CREATE INDEX statements_article_speaker ON statements (article_speaker_id);
CREATE INDEX statements_speaker ON statements (speaker_id);
CREATE INDEX statements_within ON statements (within_id) WHERE within_id IS NOT NULL;

CREATE TABLE carriers (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    local TEXT NOT NULL,
    name TEXT NOT NULL,
    how TEXT NOT NULL,
    evidence TEXT NOT NULL,
    place_in_chain INTEGER NOT NULL,
    score REAL NOT NULL
);
CREATE INDEX carriers_article ON carriers (article_id);
CREATE INDEX carriers_name ON carriers (name);

CREATE TABLE statement_carriers (
    statement_id INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
    carrier_id INTEGER NOT NULL REFERENCES carriers (id) ON DELETE CASCADE,
    PRIMARY KEY (statement_id, carrier_id)
) WITHOUT ROWID;
CREATE INDEX statement_carriers_carrier ON statement_carriers (carrier_id);

CREATE TABLE headline_findings (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    finding TEXT NOT NULL,
    statement_id INTEGER REFERENCES statements (id) ON DELETE SET NULL,
    headline_statement_id INTEGER REFERENCES statements (id) ON DELETE SET NULL,
    body TEXT NOT NULL,
    flags TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX headline_findings_article ON headline_findings (article_id);
CREATE INDEX headline_findings_statement ON headline_findings (statement_id) WHERE statement_id IS NOT NULL;
CREATE INDEX headline_findings_headline ON headline_findings (headline_statement_id)
WHERE headline_statement_id IS NOT NULL;

-- What readers set right, beside the readings: a statement as it was seen, and as it should be, each bound to the words of
-- the text (JSON; see correct/correction.py). They are about all versions of an article that have the words.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    action TEXT NOT NULL,
    words TEXT NOT NULL,
    before TEXT,
    after TEXT,
    corrected TEXT NOT NULL,
    corrected_by TEXT,
    model TEXT NOT NULL
);
CREATE INDEX corrections_article ON corrections (article_id);

-- Scare quotes, titles, names, nicknames and words as words.
CREATE TABLE marks (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX marks_article ON marks (article_id);

-- What a version of an article changed in the quotations and the headline of the one before. A quotation that is new has
-- nothing before, one that is gone nothing after; both are "not found", as the glossary has it.
CREATE TABLE changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    previous_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    label TEXT NOT NULL,
    before TEXT,
    after TEXT,
    speaker_before TEXT,
    speaker_after TEXT,
    before_id INTEGER REFERENCES statements (id) ON DELETE CASCADE,
    after_id INTEGER REFERENCES statements (id) ON DELETE CASCADE,
    difference TEXT NOT NULL
);
CREATE INDEX changes_article ON changes (article_id);
CREATE INDEX changes_previous ON changes (previous_id);
CREATE INDEX changes_before ON changes (before_id) WHERE before_id IS NOT NULL;
CREATE INDEX changes_after ON changes (after_id) WHERE after_id IS NOT NULL;

-- ---- Words

-- Written so that Datasette finds them for its search boxes.
CREATE VIRTUAL TABLE statements_fts USING fts5 (
    text, content="statements", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, text, content="articles", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);
CREATE TRIGGER statements_deleted AFTER DELETE ON statements BEGIN
    INSERT INTO statements_fts (statements_fts, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER articles_deleted AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
END;

-- ---- Speakers of the whole collection

CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    own TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL,
    attributes TEXT NOT NULL
);

CREATE TABLE speakers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    named INTEGER NOT NULL,
    person_id INTEGER REFERENCES people (id),
    is_forgotten INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX speakers_name ON speakers (name);
CREATE INDEX speakers_person ON speakers (person_id);

-- Numbers that speakers had before an earlier article came, or before they were joined to others: whoever kept such a
-- number, in a link or a table, finds the speaker again.
CREATE TABLE former_speakers (
    id INTEGER PRIMARY KEY,
    speaker_id INTEGER NOT NULL REFERENCES speakers (id) ON DELETE CASCADE
);
CREATE INDEX former_speakers_speaker ON former_speakers (speaker_id);

CREATE TABLE joins (
    id INTEGER PRIMARY KEY,
    article_speaker_id INTEGER NOT NULL REFERENCES article_speakers (id) ON DELETE CASCADE,
    speaker_id INTEGER NOT NULL REFERENCES speakers (id),
    evidence TEXT NOT NULL,
    by_hand INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX joins_article_speaker ON joins (article_speaker_id);
CREATE INDEX joins_speaker ON joins (speaker_id);

-- Parties that share a key may be one speaker: they are joined anew when an article brings a party with one of theirs.
CREATE TABLE speaker_keys (
    key TEXT NOT NULL,
    article_speaker_id INTEGER NOT NULL REFERENCES article_speakers (id) ON DELETE CASCADE,
    PRIMARY KEY (key, article_speaker_id)
) WITHOUT ROWID;
CREATE INDEX speaker_keys_article_speaker ON speaker_keys (article_speaker_id);

-- The keys of parties that were removed, and "id:" with the speaker that each had: what is to be joined again.
CREATE TABLE touched_keys (
    key TEXT PRIMARY KEY
) WITHOUT ROWID;
CREATE TRIGGER article_speakers_deleted BEFORE DELETE ON article_speakers WHEN old.joined = 1 BEGIN
    INSERT OR IGNORE INTO touched_keys SELECT key FROM speaker_keys WHERE article_speaker_id = old.id;
    INSERT OR IGNORE INTO touched_keys SELECT 'id:' || old.speaker_id WHERE old.speaker_id IS NOT NULL;
END;

-- Whoever an open party may be.
CREATE TABLE open_speakers (
    article_speaker_id INTEGER NOT NULL REFERENCES article_speakers (id) ON DELETE CASCADE,
    speaker_id INTEGER NOT NULL REFERENCES speakers (id) ON DELETE CASCADE,
    PRIMARY KEY (article_speaker_id, speaker_id)
) WITHOUT ROWID;
CREATE INDEX open_speakers_speaker ON open_speakers (speaker_id);

-- What the user decided by hand, in order; the parties that each decision is about, by article and name.
CREATE TABLE speaker_edits (
    id INTEGER PRIMARY KEY,
    action TEXT NOT NULL,
    facts TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE TABLE speaker_edit_parties (
    id INTEGER PRIMARY KEY,
    edit_id INTEGER NOT NULL REFERENCES speaker_edits (id) ON DELETE CASCADE,
    side INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    name TEXT NOT NULL
);
CREATE INDEX speaker_edit_parties_edit ON speaker_edit_parties (edit_id);
CREATE INDEX speaker_edit_parties_article ON speaker_edit_parties (article_id);

-- Who is to be kept out, as digests of names under a secret of this file, without any text.
CREATE TABLE forgotten (
    digest BLOB PRIMARY KEY
) WITHOUT ROWID;
CREATE TABLE secrets (
    id INTEGER PRIMARY KEY,
    secret BLOB NOT NULL
);

-- ---- Passages of different articles with the same words

-- A passage is the content of a statement; those with the same words are of one wording.
CREATE TABLE wordings (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    key_count INTEGER NOT NULL
);

CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    statement_id INTEGER NOT NULL UNIQUE REFERENCES statements (id) ON DELETE CASCADE,
    wording_id INTEGER NOT NULL REFERENCES wordings (id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
CREATE INDEX passages_wording ON passages (wording_id);

-- Runs of words, by the first bits of their digests: the digests in order, then the wording of each.
CREATE TABLE wording_keys (
    bucket INTEGER PRIMARY KEY,
    keys BLOB NOT NULL,
    dropped_keys INTEGER NOT NULL,
    dropped_pairs INTEGER NOT NULL
);

-- Wordings that are one utterance where they were printed within so many days.
CREATE TABLE links (
    a_wording_id INTEGER NOT NULL REFERENCES wordings (id),
    b_wording_id INTEGER NOT NULL REFERENCES wordings (id),
    strength REAL NOT NULL,
    days INTEGER NOT NULL,
    PRIMARY KEY (a_wording_id, b_wording_id)
) WITHOUT ROWID;
CREATE INDEX links_b ON links (b_wording_id);

CREATE TABLE clusters (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    first TEXT,
    passages INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    witnesses INTEGER NOT NULL,
    root INTEGER
);
CREATE INDEX clusters_first ON clusters (first, name);

CREATE TABLE occurrences (
    id INTEGER PRIMARY KEY,
    cluster_id INTEGER NOT NULL REFERENCES clusters (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    passage_id INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    is_earliest INTEGER NOT NULL
);
CREATE INDEX occurrences_cluster ON occurrences (cluster_id, number);
CREATE INDEX occurrences_passage ON occurrences (passage_id);

CREATE TABLE matches (
    id INTEGER PRIMARY KEY,
    cluster_id INTEGER NOT NULL REFERENCES clusters (id) ON DELETE CASCADE,
    a_passage_id INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    b_passage_id INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    label TEXT NOT NULL
);
CREATE INDEX matches_cluster ON matches (cluster_id);
CREATE INDEX matches_a ON matches (a_passage_id);
CREATE INDEX matches_b ON matches (b_passage_id);

CREATE TABLE edges (
    id INTEGER PRIMARY KEY,
    cluster_id INTEGER NOT NULL REFERENCES clusters (id) ON DELETE CASCADE,
    from_number INTEGER NOT NULL,
    to_number INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    change TEXT NOT NULL,
    carrier_id INTEGER REFERENCES carriers (id) ON DELETE SET NULL,
    is_other_speaker INTEGER NOT NULL
);
CREATE INDEX edges_cluster ON edges (cluster_id);
CREATE INDEX edges_carrier ON edges (carrier_id) WHERE carrier_id IS NOT NULL;

-- How what is kept here was made, and the wordings that are to be looked at again.
CREATE TABLE tracing (
    id INTEGER PRIMARY KEY,
    method TEXT NOT NULL,
    phrases INTEGER NOT NULL
);
CREATE TABLE touched_wordings (wording_id INTEGER PRIMARY KEY);
CREATE TRIGGER passages_deleted AFTER DELETE ON passages BEGIN
    INSERT OR IGNORE INTO touched_wordings VALUES (old.wording_id);
END;
CREATE TRIGGER articles_replaced AFTER UPDATE OF is_current ON articles WHEN NOT new.is_current BEGIN
    DELETE FROM passages WHERE statement_id IN (SELECT id FROM statements WHERE article_id = new.id);
END;
CREATE TRIGGER articles_joined AFTER UPDATE OF key ON articles WHEN old.key IS NOT new.key BEGIN
    INSERT OR IGNORE INTO touched_wordings
    SELECT passages.wording_id FROM statements INNER JOIN passages ON passages.statement_id = statements.id
    WHERE statements.article_id = new.id;
END;
CREATE TRIGGER statements_joined AFTER UPDATE OF speaker_id ON statements WHEN old.speaker_id IS NOT new.speaker_id BEGIN
    INSERT OR IGNORE INTO touched_wordings SELECT wording_id FROM passages WHERE statement_id = new.id;
END;

-- ---- Columns for search and counts (see columns.py): made of the other tables, and removed when these change

CREATE TABLE columns (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
);
CREATE INDEX articles_stamp ON articles (stamp_id, is_current);
CREATE INDEX article_speakers_name ON article_speakers (name COLLATE NOCASE);
CREATE INDEX article_speakers_joint ON article_speakers (id) WHERE members <> '[]';
CREATE INDEX article_speakers_apart ON article_speakers (id) WHERE speaker_id IS NULL;
CREATE TRIGGER columns_statement_added AFTER INSERT ON statements WHEN EXISTS (SELECT 1 FROM columns) BEGIN
    DELETE FROM columns;
END;
CREATE TRIGGER columns_statement_deleted AFTER DELETE ON statements WHEN EXISTS (SELECT 1 FROM columns) BEGIN
    DELETE FROM columns;
END;
CREATE TRIGGER columns_statement_changed AFTER UPDATE ON statements WHEN EXISTS (SELECT 1 FROM columns) BEGIN
    DELETE FROM columns;
END;
CREATE TRIGGER columns_article_added AFTER INSERT ON articles WHEN EXISTS (SELECT 1 FROM columns) BEGIN
    DELETE FROM columns;
END;
CREATE TRIGGER columns_article_deleted AFTER DELETE ON articles WHEN EXISTS (SELECT 1 FROM columns) BEGIN
    DELETE FROM columns;
END;
CREATE TRIGGER columns_article_changed AFTER UPDATE ON articles WHEN EXISTS (SELECT 1 FROM columns) BEGIN
    DELETE FROM columns;
END;
CREATE TRIGGER columns_carrier_deleted AFTER DELETE ON carriers WHEN EXISTS (SELECT 1 FROM columns) BEGIN
    DELETE FROM columns;
END;
CREATE TRIGGER columns_carrier_changed AFTER UPDATE ON carriers WHEN EXISTS (SELECT 1 FROM columns) BEGIN
    DELETE FROM columns;
END;
CREATE TRIGGER columns_speaker_changed AFTER UPDATE OF speaker_id ON article_speakers
WHEN EXISTS (SELECT 1 FROM columns) BEGIN
    DELETE FROM columns;
END;

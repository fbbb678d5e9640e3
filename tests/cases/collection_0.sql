-- A collection of tables 0, as an early version of sayso made it: its tables, and what stands in them. Everybody in it is invented.

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
CREATE INDEX articles_published ON articles (published_from, key, version);
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
    speaker_id INTEGER REFERENCES speakers (id)
);
CREATE INDEX article_speakers_article ON article_speakers (article_id);
CREATE INDEX article_speakers_speaker ON article_speakers (speaker_id);
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
    candidates TEXT NOT NULL
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
CREATE TABLE marks (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX marks_article ON marks (article_id);
CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    previous_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    label TEXT NOT NULL,
    before TEXT,
    after TEXT,
    difference TEXT NOT NULL
);
CREATE INDEX changes_article ON changes (article_id);
CREATE INDEX changes_previous ON changes (previous_id);
CREATE VIRTUAL TABLE statements_fts USING fts5 (
    text, content = 'statements', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, text, content = 'articles', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER statements_deleted AFTER DELETE ON statements BEGIN
    INSERT INTO statements_fts (statements_fts, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER articles_deleted AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
END;
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
CREATE TABLE joins (
    id INTEGER PRIMARY KEY,
    article_speaker_id INTEGER NOT NULL REFERENCES article_speakers (id) ON DELETE CASCADE,
    speaker_id INTEGER NOT NULL REFERENCES speakers (id),
    evidence TEXT NOT NULL,
    by_hand INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX joins_article_speaker ON joins (article_speaker_id);
CREATE INDEX joins_speaker ON joins (speaker_id);
CREATE TABLE speaker_edits (
    id INTEGER PRIMARY KEY,
    action TEXT NOT NULL,
    facts TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    statement_id INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
CREATE INDEX passages_statement ON passages (statement_id);
CREATE TABLE clusters (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE occurrences (
    id INTEGER PRIMARY KEY,
    cluster_id INTEGER NOT NULL REFERENCES clusters (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    passage_id INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE
);
CREATE INDEX occurrences_cluster ON occurrences (cluster_id, number);
CREATE INDEX occurrences_passage ON occurrences (passage_id);
CREATE TABLE matches (
    id INTEGER PRIMARY KEY,
    cluster_id INTEGER REFERENCES clusters (id) ON DELETE SET NULL,
    a_passage_id INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    b_passage_id INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    difference TEXT NOT NULL
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
    carrier_id INTEGER REFERENCES carriers (id) ON DELETE SET NULL
);
CREATE INDEX edges_cluster ON edges (cluster_id);
CREATE INDEX edges_carrier ON edges (carrier_id) WHERE carrier_id IS NOT NULL;
CREATE VIEW quotations AS
SELECT
    statements.id,
    statements.text AS words_said,
    coalesce(speakers.name, article_speakers.name) AS speaker,
    statements.kind,
    outlets.shown AS outlet,
    substr(articles.published_from, 1, 10) AS day,
    articles.title,
    articles.url,
    statements.score,
    statements.words,
    statements.article_id,
    statements.speaker_id
FROM statements
INNER JOIN articles ON articles.id = statements.article_id
LEFT JOIN outlets ON outlets.id = articles.outlet_id
LEFT JOIN article_speakers ON article_speakers.id = statements.article_speaker_id
LEFT JOIN speakers ON speakers.id = statements.speaker_id
WHERE articles.is_current AND NOT coalesce(speakers.is_forgotten, 0);
CREATE VIEW speaker_counts AS
SELECT
    speaker,
    count(*) AS statements,
    sum(words) AS words,
    count(DISTINCT article_id) AS articles,
    count(DISTINCT outlet) AS outlets,
    min(day) AS first_day,
    max(day) AS last_day
FROM quotations
WHERE speaker IS NOT NULL
GROUP BY coalesce(speaker_id, speaker);
CREATE VIEW outlet_counts AS
SELECT
    outlets.shown AS outlet,
    count(DISTINCT articles.id) AS articles,
    count(statements.id) AS statements,
    count(DISTINCT coalesce(statements.speaker_id, article_speakers.name)) AS speakers,
    sum(statements.words) AS words_quoted
FROM articles
LEFT JOIN outlets ON outlets.id = articles.outlet_id
LEFT JOIN statements ON statements.article_id = articles.id
LEFT JOIN article_speakers ON article_speakers.id = statements.article_speaker_id
WHERE articles.is_current
GROUP BY outlets.shown;
CREATE VIEW changed_articles AS
SELECT
    changes.id,
    changes.what,
    changes.label,
    changes.before,
    changes.after,
    articles.title,
    outlets.shown AS outlet,
    articles.url,
    articles.version,
    changes.article_id,
    changes.previous_id
FROM changes
INNER JOIN articles ON articles.id = changes.article_id
LEFT JOIN outlets ON outlets.id = articles.outlet_id;
INSERT INTO outlets VALUES (1, 'The Wold Bell', 'bell.example', 'The Wold Bell');
INSERT INTO outlets VALUES (2, 'The Oxley Post', NULL, 'The Oxley Post');
INSERT INTO stamps VALUES (1, '0.1.0', 'sayso-en-2', 'd8dfccedc1c9', '{}');
INSERT INTO articles VALUES (1, 'bell.example/lock', 'lock', 1, 0, 'https://bell.example/lock', 1, 'Harbour board was warned twice', 0, 30, '2031-04-05', 'day', '2031-04-05T00:00:00', '2031-04-05T23:59:59', 'en', '["Orla Dunmore"]', 'Harbour', 43, '6cb9b4f404427e8b7d959dc4768e79a20bd9ee2a30b727118e160c9a33038b3b', 'Harbour board was warned twice

“We warned the harbour board twice before the ferry sailed,” said Ilse Marrowby, the pilot. Marrowby told Tern Radio that nobody had answered. The “rescue” took six hours.

Hanno Vreel, a spokesman for the board, declined to comment.', '[[0,30],[175,202]]', '{"modified": "2031-04-05", "modified_precision": "day"}', NULL, 1, '2026-11-29T01:30:49Z');
INSERT INTO articles VALUES (2, 'bell.example/lock', 'lock', 2, 1, 'https://bell.example/lock', 1, 'Harbour board was warned once', 0, 29, '2031-04-05', 'day', '2031-04-05T00:00:00', '2031-04-05T23:59:59', 'en', '["Orla Dunmore"]', 'Harbour', 43, '0efbe205d57972b011e9ac6c024a422a9f74f6eb59cbd2c45e8c152cf8002698', 'Harbour board was warned once

“We warned the harbour board once before the ferry sailed,” said Ilse Marrowby, the pilot. Marrowby told Tern Radio that nobody had answered. The “rescue” took six hours.

Hanno Vreel, a spokesman for the board, declined to comment.', '[[0,29],[173,200]]', '{"modified": "2031-04-06", "modified_precision": "day"}', NULL, 1, '2026-11-29T01:30:49Z');
INSERT INTO articles VALUES (3, 'post.example/1', 'copy', 1, 1, 'https://post.example/1', 2, NULL, NULL, NULL, '2031-04-05T09:30+02:00', 'minute', '2031-04-05T07:30:00Z', '2031-04-05T07:30:59Z', NULL, '[]', NULL, 43, '6cb9b4f404427e8b7d959dc4768e79a20bd9ee2a30b727118e160c9a33038b3b', 'Harbour board was warned twice

“We warned the harbour board twice before the ferry sailed,” said Ilse Marrowby, the pilot. Marrowby told Tern Radio that nobody had answered. The “rescue” took six hours.

Hanno Vreel, a spokesman for the board, declined to comment.', '[[0,30],[175,202]]', NULL, NULL, 1, '2026-11-29T01:30:49Z');
INSERT INTO articles VALUES (4, 'text:09528013e55ddad1f5f8e3cae4b2e093', 'odd', 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '[]', NULL, 7, 'f939fb6ab4d900924f4a803c33da7903d781a375fc99e05fb2e655ee132c3c24', 'A lone � stood here, said Roth.', '[]', NULL, '{"article": {"id": "odd", "url": null, "outlet": null, "title": null, "title_span": null, "given_span": null, "authors": [], "published": null, "published_precision": null, "modified": null, "modified_precision": null, "canonical": null, "section": null, "language": null, "origins": {}, "stated": [], "regions": [], "fingerprint": "f939fb6ab4d900924f4a803c33da7903d781a375fc99e05fb2e655ee132c3c24", "text": "A lone \ud800 stood here, said Roth."}, "statements": [{"id": "s1", "kind": "indirect", "place": "body", "content": [[0, 19]], "cue": [[21, 25]], "source": [[26, 30]], "speaker": "p1", "unresolved": null, "candidates": [], "within": null, "carriers": [], "score": 0.9447, "speaker_score": 0.7406, "selectors": [{"type": "TextQuoteSelector", "exact": "A lone \ud800 stood here", "prefix": "", "suffix": ", said Roth.", "link": null}]}], "speakers": [{"id": "p1", "name": "Roth", "type": "person", "named": true, "roles": [], "mentions": [[26, 30]]}], "carriers": [], "headline": [], "scare_quotes": [], "own_voice": [], "other_marks": [], "notices": [], "sayso": {"version": "0.1.0", "model": "sayso-en-2", "settings": "d8dfccedc1c9", "choices": {}}}', 1, '2026-11-29T01:30:49Z');
INSERT INTO article_keys VALUES (X'18e75f9612308b2e8f466ededd4b7ef8', 1);
INSERT INTO article_keys VALUES (X'5ea18afa9b870e1174fb5be8e9f11cc6', 1);
INSERT INTO article_keys VALUES (X'912c936412a322fa41841fccf0301b54', 2);
INSERT INTO article_keys VALUES (X'3e74f711aee3f9c0e39f662b24b1728b', 3);
INSERT INTO article_keys VALUES (X'ca42294fffd836448c21e5b58e3422fb', 3);
INSERT INTO article_keys VALUES (X'09528013e55ddad1f5f8e3cae4b2e093', 4);
INSERT INTO unread VALUES (1, 'late.txt', 0, 1, '2026-11-29T01:30:49Z');
INSERT INTO notices VALUES (1, NULL, 1, 'late.txt', 'read', 'late.txt does not exist; check its name.');
INSERT INTO article_speakers VALUES (1, 1, 'p1', 'Ilse Marrowby', 'person', 1, '["pilot"]', '[[98,111],[124,132]]', '[]', NULL);
INSERT INTO article_speakers VALUES (2, 1, 'p2', 'Hanno Vreel', 'person', 1, '["spokesman for the board"]', '[[205,216]]', '[]', NULL);
INSERT INTO article_speakers VALUES (3, 2, 'p1', 'Ilse Marrowby', 'person', 1, '["pilot"]', '[[96,109],[122,130]]', '[]', NULL);
INSERT INTO article_speakers VALUES (4, 2, 'p2', 'Hanno Vreel', 'person', 1, '["spokesman for the board"]', '[[203,214]]', '[]', NULL);
INSERT INTO article_speakers VALUES (5, 3, 'p1', 'Ilse Marrowby', 'person', 1, '["pilot"]', '[[98,111],[124,132]]', '[]', NULL);
INSERT INTO article_speakers VALUES (6, 3, 'p2', 'Hanno Vreel', 'person', 1, '["spokesman for the board"]', '[[205,216]]', '[]', NULL);
INSERT INTO article_speakers VALUES (7, 4, 'p1', 'Roth', 'person', 1, '[]', '[[26,30]]', '[]', NULL);
INSERT INTO statements VALUES (1, 1, 's1', 'direct', 'body', '[[32,92]]', '[[93,97]]', '[[98,122]]', 32, 92, '“We warned the harbour board twice before the ferry sailed,”', 'Ilse Marrowby, the pilot', 'said', 10, 0.994, NULL, 0, 1, NULL, 0.9777, NULL, '[]');
INSERT INTO statements VALUES (2, 1, 's2', 'indirect', 'body', '[[43,90]]', '[[36,42]]', '[[33,35]]', 43, 90, 'the harbour board twice before the ferry sailed', 'We', 'warned', 8, 0.8482, 1, 0, 1, NULL, 0.8935, NULL, '[]');
INSERT INTO statements VALUES (3, 1, 's3', 'indirect', 'body', '[[149,173]]', '[[133,137]]', '[[124,132]]', 149, 173, 'that nobody had answered', 'Marrowby', 'told', 4, 0.9852, NULL, 0, 1, NULL, 0.9769, NULL, '[]');
INSERT INTO statements VALUES (4, 1, 's4', 'indirect', 'body', '[[254,264]]', '[[245,253]]', '[[205,244]]', 254, 264, 'to comment', 'Hanno Vreel, a spokesman for the board,', 'declined', 2, 0.8277, NULL, 0, 2, NULL, 0.9435, NULL, '[]');
INSERT INTO statements VALUES (5, 2, 's1', 'direct', 'body', '[[31,90]]', '[[91,95]]', '[[96,120]]', 31, 90, '“We warned the harbour board once before the ferry sailed,”', 'Ilse Marrowby, the pilot', 'said', 10, 0.9937, NULL, 0, 3, NULL, 0.9774, NULL, '[]');
INSERT INTO statements VALUES (6, 2, 's2', 'indirect', 'body', '[[42,88]]', '[[35,41]]', '[[32,34]]', 42, 88, 'the harbour board once before the ferry sailed', 'We', 'warned', 8, 0.8017, 5, 0, 3, NULL, 0.8846, NULL, '[]');
INSERT INTO statements VALUES (7, 2, 's3', 'indirect', 'body', '[[147,171]]', '[[131,135]]', '[[122,130]]', 147, 171, 'that nobody had answered', 'Marrowby', 'told', 4, 0.9844, NULL, 0, 3, NULL, 0.9766, NULL, '[]');
INSERT INTO statements VALUES (8, 2, 's4', 'indirect', 'body', '[[252,262]]', '[[243,251]]', '[[203,242]]', 252, 262, 'to comment', 'Hanno Vreel, a spokesman for the board,', 'declined', 2, 0.8142, NULL, 0, 4, NULL, 0.9422, NULL, '[]');
INSERT INTO statements VALUES (9, 3, 's1', 'direct', 'body', '[[32,92]]', '[[93,97]]', '[[98,122]]', 32, 92, '“We warned the harbour board twice before the ferry sailed,”', 'Ilse Marrowby, the pilot', 'said', 10, 0.994, NULL, 0, 5, NULL, 0.9777, NULL, '[]');
INSERT INTO statements VALUES (10, 3, 's2', 'indirect', 'body', '[[43,90]]', '[[36,42]]', '[[33,35]]', 43, 90, 'the harbour board twice before the ferry sailed', 'We', 'warned', 8, 0.8482, 9, 0, 5, NULL, 0.8935, NULL, '[]');
INSERT INTO statements VALUES (11, 3, 's3', 'indirect', 'body', '[[149,173]]', '[[133,137]]', '[[124,132]]', 149, 173, 'that nobody had answered', 'Marrowby', 'told', 4, 0.9852, NULL, 0, 5, NULL, 0.9769, NULL, '[]');
INSERT INTO statements VALUES (12, 3, 's4', 'indirect', 'body', '[[254,264]]', '[[245,253]]', '[[205,244]]', 254, 264, 'to comment', 'Hanno Vreel, a spokesman for the board,', 'declined', 2, 0.8277, NULL, 0, 6, NULL, 0.9435, NULL, '[]');
INSERT INTO statements VALUES (13, 4, 's1', 'indirect', 'body', '[[0,19]]', '[[21,25]]', '[[26,30]]', 0, 19, 'A lone � stood here', 'Roth', 'said', 5, 0.9447, NULL, 0, 7, NULL, 0.7406, NULL, '[]');
INSERT INTO carriers VALUES (1, 1, 'c1', 'Tern Radio', 'interview', '[[133,148]]', 1, 0.864);
INSERT INTO carriers VALUES (2, 2, 'c1', 'Tern Radio', 'interview', '[[131,146]]', 1, 0.864);
INSERT INTO carriers VALUES (3, 3, 'c1', 'Tern Radio', 'interview', '[[133,148]]', 1, 0.864);
INSERT INTO statement_carriers VALUES (3, 1);
INSERT INTO statement_carriers VALUES (7, 2);
INSERT INTO statement_carriers VALUES (11, 3);
INSERT INTO marks VALUES (1, 1, 'scare quotes', 179, 187, '“rescue”');
INSERT INTO marks VALUES (2, 2, 'scare quotes', 177, 185, '“rescue”');
INSERT INTO marks VALUES (3, 3, 'scare quotes', 179, 187, '“rescue”');
INSERT INTO statements_fts (statements_fts) VALUES ('rebuild');
INSERT INTO articles_fts (articles_fts) VALUES ('rebuild');
PRAGMA application_id = 1937339235;
PRAGMA user_version = 0;

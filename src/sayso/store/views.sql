-- Views for the common questions. They show current versions only, and no speaker that is to be forgotten.

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
    changes.speaker_before,
    changes.speaker_after,
    articles.title,
    outlets.shown AS outlet,
    articles.url,
    articles.version,
    changes.article_id,
    changes.previous_id
FROM changes
INNER JOIN articles ON articles.id = changes.article_id
LEFT JOIN outlets ON outlets.id = articles.outlet_id;

-- The occurrences of each traced utterance before which none is known; several where dates do not decide.
CREATE VIEW earliest AS
SELECT
    clusters.id AS cluster_id,
    clusters.name AS cluster,
    quotations.words_said,
    quotations.speaker,
    quotations.outlet,
    quotations.day,
    quotations.title,
    quotations.url,
    clusters.articles,
    clusters.witnesses,
    quotations.id AS statement_id,
    quotations.article_id
FROM clusters
INNER JOIN occurrences ON occurrences.cluster_id = clusters.id AND occurrences.is_earliest
INNER JOIN passages ON passages.id = occurrences.passage_id
INNER JOIN quotations ON quotations.id = passages.statement_id;

-- var/missing.sqlite as release 0.1.0 wrote it on 24 November 2026.
BEGIN TRANSACTION;
CREATE TABLE missing (
    week text not null, authority text not null, kind text not null, text text not null,
    primary key (week, authority, kind, text)
) strict, without rowid;
INSERT INTO "missing" VALUES('2026-W48','exshire','no-service','please list the rhododendron club');
COMMIT;

-- var/counters.sqlite as release 0.1.0 wrote it on 24 November 2026.
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'earlyhelp-trends','m001_weekly_counts','2026-11-23 06:16:44.725458+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'earlyhelp-trends','m002_hours_on_their_own','2026-11-23 06:16:44.758025+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'earlyhelp-trends','m003_months','2026-11-23 06:16:44.758340+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'earlyhelp-trends','m004_what_was_published','2026-11-23 06:16:44.758553+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'earlyhelp-trends','m005_secret','2026-11-23 06:16:44.758686+00:00');
CREATE TABLE already_published (
            authority text not null,
            counts text not null,
            period text not null,
            dims text not null,
            n integer,
            low integer not null,
            high integer,
            shown text not null,
            primary key (authority, counts, period, dims)
        ) strict, without rowid
        ;
CREATE TABLE monthly_counts (
            month text not null,
            authority text not null,
            channel text not null,
            area text not null,
            setting_type text not null,
            domain text not null,
            band text not null,
            flow text not null,
            outcome text not null,
            matched integer not null check (matched in (0, 1)),
            n integer not null check (n > 0),
            primary key (month, authority, channel, area, setting_type, domain, band, flow, outcome, matched)
        ) strict, without rowid
        ;
CREATE TABLE monthly_hours (
            month text not null,
            authority text not null,
            hours text not null check (hours in ('in', 'out')),
            n integer not null check (n > 0),
            primary key (month, authority, hours)
        ) strict, without rowid
        ;
CREATE TABLE secret (one integer primary key check (one = 1), bytes blob not null) strict;
CREATE TABLE weekly_counts (
            week text not null,
            authority text not null,
            channel text not null,
            area text not null,
            setting_type text not null,
            domain text not null,
            band text not null,
            flow text not null,
            outcome text not null,
            matched integer not null check (matched in (0, 1)),
            n integer not null check (n > 0),
            primary key (week, authority, channel, area, setting_type, domain, band, flow, outcome, matched)
        ) strict, without rowid
        ;
INSERT INTO "weekly_counts" VALUES('2026-W48','exshire','slack','','','','','','helpful',0,1);
INSERT INTO "weekly_counts" VALUES('2026-W48','exshire','web','','','neglect','early_help','','',1,1);
CREATE TABLE weekly_hours (
            week text not null,
            authority text not null,
            hours text not null check (hours in ('in', 'out')),
            n integer not null check (n > 0),
            primary key (week, authority, hours)
        ) strict, without rowid
        ;
INSERT INTO "weekly_hours" VALUES('2026-W48','exshire','in',1);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
COMMIT;

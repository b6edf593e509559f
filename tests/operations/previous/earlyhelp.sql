-- var/earlyhelp.sqlite as release 0.1.0 wrote it on 24 November 2026.
BEGIN TRANSACTION;
CREATE TABLE begun (event text primary key, until text not null) without rowid;
INSERT INTO "begun" VALUES('b4e3d14e7519279e6a352f776d75a905a9de9a27efdb6d802fe4e700224ade2e','2026-11-24T10:00:30');
CREATE TABLE handled (event text primary key, forget_after text not null) without rowid;
INSERT INTO "handled" VALUES('1441ba5507f9658d9bea29b0d9567e6900468e0153fa990194e0f0f94699694b','2026-11-25T10');
INSERT INTO "handled" VALUES('ce36863f51b6baf9d16397ffb3e9af506b284a816f72d487e55943c1fd974d6d','2026-11-25T10');
CREATE TABLE remembered
    (person text primary key, ids text not null, forget_after text not null) without rowid;
INSERT INTO "remembered" VALUES('5ca160cb322b7ec8089d939fe68bcb6d91c32a208abe9a592bbdb38531a984e2','oldham','2027-05-23T09');
COMMIT;

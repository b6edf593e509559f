"""Knowledge in other people's formats: schools from the national register, contacts as Open Referral UK, dates as .ics.

Everything here reads files it is given and returns text or frozen values; the commands in `bot.commands` write files.
Nothing is guessed: what cannot be read for sure, or cannot be held by a format, is returned beside the result.
"""

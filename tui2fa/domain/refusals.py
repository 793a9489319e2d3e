"""The closed set of refusals a person can meet, each with its catalogue key (the English sentence)."""

from __future__ import annotations

from enum import Enum

from tui2fa.domain.sentences import N_


class Refusal(Enum):
    """Why something cannot be done, and what to do instead; the value is the catalogue key with named places."""

    # logging in
    WRONG_LOGIN = N_("This user name and password do not match. Check both and try again.")
    WAIT = N_("Too many wrong attempts. Try again in {wait}.")
    LOCKED = N_("This method is blocked after too many wrong attempts. Use another method or contact support.")
    PASSWORD_LOCKED = N_("Logging in is blocked after too many wrong attempts. Contact support.")
    WRONG_PASSWORD = N_("This password is not correct. Try again.")
    SESSION_ENDED = N_("Your session has ended. Log in again.")
    PASSWORD_FIRST = N_("Enter your password again to change your two-factor settings.")
    SET_UP_FIRST = N_("Secure your account with a second factor first.")
    NEW_PASSWORD_FIRST = N_("Choose a password of your own first.")
    RESET_CODE_FIRST = N_(
        "Your two-factor authentication was reset. Enter the reset code that support read out to you."
    )
    RESET_CODE_OVER = N_("This reset code no longer works. Call support for a new one.")
    FIRST_PASSWORD_EXPIRED = N_("This one-time password has expired. Ask your administrator for a new one.")

    # codes
    NOT_A_CODE = N_("A code has six digits, such as 123 456. Check what you typed.")
    WRONG_CODE = N_("This code is not correct. Look again and retype it.")
    CODE_EXPIRED = N_("This code has expired. Have a new one sent.")
    CODE_SPENT = N_("Too many wrong attempts for this code. Have a new one sent.")
    CODE_VOIDED = N_(
        "This code was rejected in the Qaller app: somebody said it was not them. Have a new one sent if it was you."
    )
    CODE_USED = N_(
        "This code has already been used; if that was not you, someone else may have it. Wait for the next code."
    )
    CLOCK_WENT_BACK = N_("The clock of this server was set back, so codes cannot be checked now. Contact support.")
    TOO_SOON = N_("A code was sent a moment ago. You can have it sent again in {wait}.")
    TOO_MANY_SENT = N_("Too many codes were sent. Use another method or try again in {wait}.")
    TOO_MANY_NUMBERS_TRIED = N_(
        "Too many different numbers were tried today. Add another method, or try again in {wait}."
    )

    # factors
    LAST_FACTOR = N_("Your last factor cannot be removed. Add its replacement first.")
    BACKUP_NEEDED = N_("The Qaller app alone is not enough. Add another backup method before you remove this one.")
    TOO_MANY_NUMBERS = N_("You already have eight numbers. Remove one first, or replace it.")
    ONE_AUTHENTICATOR = N_("You already have an authenticator. Replace it instead of adding one.")
    ONE_QALLER = N_("You already have the Qaller app as a factor. Replace it instead of adding one.")
    SAME_NUMBER = N_("This number is already one of your factors.")
    FACTOR_GONE = N_("This factor no longer exists. The list has been refreshed.")
    ENROLMENT_GONE = N_("This set-up took too long and was stopped. Start again.")
    NOT_PAIRED = N_("No Qaller app is connected yet. Connect it first.")
    CHANNEL_OFF = N_(
        "Calling a number is not set up on this system. The administrator can set a way under [delivery] in the "
        "configuration."
    )

    # numbers
    NUMBER_UNREADABLE = N_("This is not a telephone number. Type it like 06 12345678 or +31 6 12345678.")
    NUMBER_CHARACTERS = N_("Use only digits, spaces, hyphens, brackets and a plus sign in front.")
    NUMBER_EXTENSION = N_("A number with an extension cannot be called. Use a number that rings directly.")
    NUMBER_PREMIUM = N_("Premium-rate numbers cannot be used. Use a mobile or landline number instead.")
    NUMBER_SERVICE = N_("Service numbers cannot be used. Use a mobile or landline number instead.")
    NUMBER_SHORT = N_("Short and emergency numbers cannot be used. Use a mobile or landline number instead.")
    NUMBER_MACHINE = N_("Numbers for machines (097) cannot be used. Use a mobile or landline number instead.")
    NUMBER_COUNTRY = N_("Numbers in this country cannot be used here. Use a number from a country that is allowed.")

    # names, passwords, accounts
    EMPTY = N_("Fill this in first.")
    TOO_LONG = N_("Use at most {limit} characters.")
    STRANGE_CHARACTERS = N_(
        "This contains characters that cannot be used in a name. Remove colons, stacked accents and invisible characters."
    )
    MIXED_SCRIPTS = N_("This name mixes letters of different alphabets that look alike. Use one alphabet.")
    NOT_A_LOGIN = N_(
        "A user name looks like 202.mycompany: digits, a dot, a company name in letters, digits or hyphens."
    )
    NO_ACCOUNT = N_("There is no account {login}.")
    STEP_NOT_LOCKED = N_("No authenticator of {login} is stopped because the clock went back. Nothing was changed.")
    LOGIN_TAKEN = N_("This user name already exists. Choose another.")
    NOT_AN_EMAIL = N_("This is not an e-mail address. Type it like name@company.com.")
    PASSWORD_SHORT = N_("Use at least {minimum} characters.")
    PASSWORD_LONG = N_("Use a password of at most 1024 bytes.")
    PASSWORD_WEAK = N_("This password is easy to guess. Make it longer or add words that do not belong together.")
    PASSWORD_SAME = N_("This is your current password. Choose a new one.")
    PASSWORDS_DIFFER = N_("The two passwords are not the same. Type the new one again.")

    # other people's accounts
    NOT_ALLOWED = N_("Your account may not do this.")
    SUPPORT_ACCOUNT = N_("This account is a support agent's. Only who runs this system can change it.")
    NO_SUCH_USER = N_("There is no such user any more. The list has been refreshed.")
    NOT_YOURSELF = N_("You cannot do this to your own account. Ask a colleague.")
    USER_CHANGED = N_("This account was changed meanwhile, perhaps by a colleague. Look at it again before you go on.")
    REASON_SHORT = N_("Give a reason of at least {minimum} characters; the user will read it.")
    CHECKS_NEEDED = N_("Do every check first: a reset for the wrong caller gives the account away.")
    LOGIN_DIFFERS = N_("Type the user name of the caller, {login}, to confirm.")
    NOTHING_TO_RESET = N_("This account has no second factor yet. The caller sets it up at the next login.")
    SECOND_AGENT_NEEDED = N_("You asked for this reset yourself. A second agent must confirm it.")
    NO_LOCK = N_("There is no such lock any more.")

    # walking along
    FOLLOW_UNKNOWN = N_("This follow code is not right or no longer works. Ask the caller which code is shown now.")
    FOLLOW_ENDED = N_("The caller has ended this, or has left the program.")

    # lists of users
    FILE_MISSING = N_("There is no such file on this machine. Check the folder and the name.")
    FILE_UNREADABLE = N_("This file cannot be read. Check that you may read it.")
    FILE_NOT_PLAIN = N_("This is not a file that can be read, but a folder or a device. Give the file itself.")
    FILE_TOO_LARGE = N_("This file is too large: at most {limit}. Split it up.")
    FILE_NOT_TEXT = N_("This file is not text in UTF-8. Save it as CSV in UTF-8 and try again.")
    FILE_EXISTS = N_("There is a file with that name already. Choose another name.")
    FILE_UNWRITABLE = N_("This file cannot be written. Check the folder and that you may write there.")
    CSV_HEADER = N_("The first line must name the columns: {columns}. The first two are needed.")
    CSV_COLUMN = N_("There can be no column {column}. These can be: {columns}.")
    CSV_EMPTY = N_("There are no users in this file.")
    CSV_TOO_MANY = N_("There are too many users in this file: at most {limit} at once. Split it up.")
    CSV_COLUMNS = N_("This line has another number of columns than the first line.")
    CSV_QUOTES = N_("The quotation marks from line {line} on do not pair up.")
    CSV_TWICE = N_("This user name stands in the file twice.")
    CSV_COMPANY = N_("This user name belongs to another company; yours end in .{company}.")
    CSV_LANGUAGE = N_("The language must be nl or en.")

    # pairing
    WRONG_PAIRING = N_("This user name and pairing code do not match, or the code has expired. Get a new code.")
    DEVICE_GONE = N_("This app is no longer connected. Log in with a new pairing code.")

    # the store
    STORE_BUSY = N_("The database is busy. Nothing was changed; try again.")
    STORE_FULL = N_("The disk is full. Nothing was changed; make room and try again.")
    STORE_READ_ONLY = N_("The database cannot be written to. Nothing was changed; contact the administrator.")
    STORE_FAILED = N_("The database did not answer. Nothing was changed; try again or contact the administrator.")
    STORE_UNCERTAIN = N_(
        "The connection to the database broke while saving, so it is uncertain whether this was kept. See the "
        "activity list before you do it again."
    )
    SECRET_UNREADABLE = N_(
        "The stored secret of this factor cannot be read. Use another method and set this one up anew."
    )

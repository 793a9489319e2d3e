"""The closed set of refusals a person can meet, each with its catalogue key (the English sentence)."""

from __future__ import annotations

from enum import Enum


def N_(message: str) -> str:
    """Mark an English sentence for the catalogue without translating it here."""
    return message


class Refusal(Enum):
    """Why something cannot be done, and what to do instead; the value is the catalogue key with named places."""

    # logging in
    WRONG_LOGIN = N_("This combination of user name and password is not known. Check both and try again.")
    WAIT = N_("Too many wrong tries. Try again in {wait}.")
    LOCKED = N_("This method is blocked after too many wrong tries. Use another method or contact support.")
    PASSWORD_LOCKED = N_("Logging in is blocked after too many wrong tries. Contact support.")
    WRONG_PASSWORD = N_("This password is not right. Try again.")
    SESSION_ENDED = N_("Your session has ended. Log in again.")
    PASSWORD_FIRST = N_("Enter your password again to change your two-factor settings.")
    SET_UP_FIRST = N_("Secure your account with a second factor first.")

    # codes
    NOT_A_CODE = N_("A code has six digits, such as 123 456. Check what you typed.")
    WRONG_CODE = N_("This code is not right. Look again and retype it.")
    CODE_EXPIRED = N_("This code has expired. Have a new one sent.")
    CODE_SPENT = N_("Too many wrong tries for this code. Have a new one sent.")
    CODE_VOIDED = N_(
        "This code was rejected in the Qaller app: somebody said it was not them. Have a new one sent if it was you."
    )
    CODE_USED = N_("This code was already used; if that was not you, someone else may have it. Wait for the next code.")
    CLOCK_WENT_BACK = N_("The clock of this server has gone back, so codes cannot be checked now. Contact support.")
    TOO_SOON = N_("A code was sent a moment ago. You can have it sent again in {wait}.")
    TOO_MANY_SENT = N_("Too many codes were sent. Use another method or try again in {wait}.")

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
        "Calling a number is not set up on this system. The administrator can set delivery.command in the "
        "configuration."
    )

    # numbers
    NUMBER_UNREADABLE = N_("This is not a telephone number. Type it like 06 12345678 or +31 6 12345678.")
    NUMBER_CHARACTERS = N_("Use only digits, spaces, hyphens, brackets and a plus sign in front.")
    NUMBER_EXTENSION = N_("A number with an extension cannot be called. Give a number that rings directly.")
    NUMBER_PREMIUM = N_("Premium-rate numbers cannot be used. Give a mobile or landline number.")
    NUMBER_SERVICE = N_("Service numbers cannot be used. Give a mobile or landline number.")
    NUMBER_SHORT = N_("Short and emergency numbers cannot be used. Give a mobile or landline number.")
    NUMBER_MACHINE = N_("Numbers for machines (097) cannot be used. Give a mobile or landline number.")
    NUMBER_COUNTRY = N_("Numbers in this country cannot be used here. Give a number from a country that is allowed.")

    # names, passwords, accounts
    EMPTY = N_("This cannot be empty.")
    TOO_LONG = N_("Use at most {limit} characters.")
    STRANGE_CHARACTERS = N_(
        "This contains characters that cannot be used in a name. Remove colons, stacked accents and invisible characters."
    )
    MIXED_SCRIPTS = N_("This name mixes letters of different alphabets that look alike. Use one alphabet.")
    NOT_A_LOGIN = N_(
        "A user name looks like 202.mycompany: digits, a dot, a company name in letters, digits or hyphens."
    )
    LOGIN_TAKEN = N_("This user name already exists. Choose another.")
    NOT_AN_EMAIL = N_("This is not an e-mail address. Type it like name@company.com.")
    PASSWORD_SHORT = N_("Use at least {minimum} characters.")
    PASSWORD_LONG = N_("Use a password of at most 1024 bytes.")
    PASSWORD_WEAK = N_("This password is easy to guess. Make it longer or add words that do not belong together.")
    PASSWORD_SAME = N_("This is your current password. Choose a new one.")
    PASSWORDS_DIFFER = N_("The two passwords are not the same. Type the new one again.")

    # pairing
    WRONG_PAIRING = N_(
        "This combination of user name and pairing code is not right, or the code has expired. Have a new code made."
    )
    DEVICE_GONE = N_("This app is no longer connected. Log in with a new pairing code.")

    # the store
    STORE_BUSY = N_("The database is busy. Nothing was changed; try again.")
    STORE_FULL = N_("The disk is full. Nothing was changed; make room and try again.")
    STORE_READ_ONLY = N_("The database cannot be written to. Nothing was changed; contact the administrator.")
    STORE_FAILED = N_("The database did not answer. Nothing was changed; try again or contact the administrator.")
    SECRET_UNREADABLE = N_(
        "The stored secret of this factor cannot be read. Use another method and set this one up anew."
    )


class Refused(Exception):
    """Something a person asked for is refused.

    `refusal` says why; `values` fill the named places of its sentence. A `wait` is given in whole seconds and is put in
    words by whoever shows it. `tries_left` is carried where a person may try again.
    """

    def __init__(self, refusal: Refusal, *, tries_left: int | None = None, **values: int | str) -> None:
        super().__init__(refusal.name)
        self.refusal = refusal
        self.tries_left = tries_left
        self.values = values

    def at(self, **place: int | str) -> Refused:
        """The same refusal, told where in a form it belongs."""
        placed = Refused(self.refusal, tries_left=self.tries_left)
        placed.values = self.values | place
        return placed

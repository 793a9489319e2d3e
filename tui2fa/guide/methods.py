"""Steps in the factor editor and in the first set-up: adding a method, replacing one, putting one first."""

from __future__ import annotations

from dataclasses import replace

from tui2fa.domain.events import EventKind
from tui2fa.domain.sentences import N_
from tui2fa.guide.model import Place, Step

PROVED = (EventKind.FACTOR_ADDED, EventKind.FACTOR_REPLACED)

ADD_METHOD = Step(
    do=N_("Press Add another verification method, below the list."),
    see=N_("Three ways to choose from, each with what it is good for."),
    where=Place.MIDDLE,
    otherwise=N_("Is one of the three grey? The line below it tells why it cannot be chosen."),
    say=N_("Below the list of your methods you press Add another verification method."),
    ask=N_("Which three choices do you see?"),
    on=("FactorEditor",),
    control="#add",
    then=("ChooseKind",),
)

# the Qaller app

CHOOSE_QALLER = Step(
    do=N_("Choose Qaller App."),
    see=N_("A pairing code of eight characters."),
    where=Place.MIDDLE,
    otherwise=N_("No pairing code? Your app was connected before; a code is asked at once. Skip the next step."),
    say=N_("Choose the Qaller App, the first of the three."),
    ask=N_("Is there a pairing code of two times four characters on your screen?"),
    on=("ChooseKind", "FirstSetup"),
    control="#kind-qaller",
    then=("ConnectQaller", "AddQaller"),
)
CONNECT_QALLER = Step(
    do=N_("Open Qaller on your phone, choose Log in with a pairing code and type the code there. Then press Continue."),
    see=N_("The name of your phone, with a tick before it."),
    where=Place.PHONE,
    otherwise=N_("Has the pairing code run out? Press New pairing code: each one works once, for ten minutes."),
    say=N_("Take your phone, open Qaller and log in there with the pairing code. Do not read that code to me."),
    ask=N_("Does your screen say that the phone is connected?"),
    on=("ConnectQaller",),
    control="PairingCodeText",
    then=("AddQaller",),
)
TYPE_QALLER_CODE = Step(
    do=N_("Type the six digits that Qaller shows; after the last one you need press nothing."),
    see=N_("The Qaller App is one of your methods now."),
    where=Place.PHONE,
    otherwise=N_("Nothing in Qaller? See whether the phone has a network, then press Send the code again."),
    say=N_("Qaller shows you six digits. Type them on your screen, without telling them to me."),
    ask=N_("Has the Qaller App been added?"),
    on=("AddQaller",),
    control="#boxes",
    events=PROVED,
)

# a number that is called

CHOOSE_CALL = Step(
    do=N_("Choose Call to your mobile number."),
    see=N_("A field for the number, and one for a name."),
    where=Place.MIDDLE,
    otherwise=N_("Cannot be chosen? Eight numbers is the most: remove one, or replace one."),
    say=N_("Choose the call to a number."),
    ask=N_("Do you see an empty field for a number?"),
    on=("ChooseKind", "FirstSetup"),
    control="#kind-phone",
    then=("AddNumber",),
)
TYPE_NUMBER = Step(
    do=N_("Type the number and press Add."),
    see=N_("That number is called, and boxes for six digits appear."),
    where=Place.MIDDLE,
    otherwise=N_("Is the number refused? The line below it says which numbers cannot be called."),
    say=N_("Type the number that you want to be called on, and press Add."),
    ask=N_("Is that telephone ringing?"),
    on=("AddNumber",),
    control="#number",
    then=("AddNumber.code",),
)
TYPE_DESK_NUMBER = replace(
    TYPE_NUMBER,
    do=N_("Type the number that rings on your desk phone, name it office, and press Add."),
    otherwise=N_("Warned that it is a landline? Go on only if nothing but your own desk phone answers it."),
    say=N_("Type a number that rings directly on your desk phone; as its name you can take office."),
    ask=N_("Is the desk phone ringing, and are you near it?"),
)
TYPE_COLLEAGUES_NUMBER = replace(
    TYPE_NUMBER,
    do=N_("Type the mobile number of one colleague, with the name, and press Add."),
    otherwise=N_("The colleague must be there: a number counts only after the code that is spoken to it."),
    say=N_("Type the mobile number of your colleague, and the first name below it."),
    ask=N_("Is your colleague beside you, with the telephone ringing?"),
)
TYPE_SAFE_LANDLINE = replace(
    TYPE_NUMBER,
    do=N_("Type the landline number, press Add, read the warning and press Use it anyway."),
    otherwise=N_("In doubt whether somebody or something else may answer? Press Another number."),
    say=N_("Type the landline number. A warning comes: read it, and go on only if it does not apply to you."),
    ask=N_("Is only your own telephone ringing?"),
)
TYPE_SPOKEN_CODE = Step(
    do=N_("Answer the call, press 1 if that is asked, and type the six digits you hear."),
    see=N_("The number is one of your methods now."),
    where=Place.PHONE,
    otherwise=N_("No call, or voicemail took it? Press Send the code again, or Go back to mend the number."),
    say=N_("Answer, and type the six digits that you hear. Do not repeat them to me."),
    ask=N_("Is the number among your methods?"),
    on=("AddNumber", "AddNumber.code"),
    control="#boxes",
    events=PROVED,
)

# an authenticator

CHOOSE_AUTHENTICATOR = Step(
    do=N_("Choose Authenticator."),
    see=N_("A QR code, with six boxes beside it."),
    where=Place.MIDDLE,
    otherwise=N_("Cannot be chosen? One authenticator is the most: replace the one you have."),
    say=N_("Choose the Authenticator, the last of the three."),
    ask=N_("Do you see a square black and white pattern?"),
    on=("ChooseKind", "FirstSetup"),
    control="#kind-authenticator",
    then=("AddAuthenticator",),
)
SCAN_AND_TYPE = Step(
    do=N_("Scan the QR code with your authenticator app and type the six digits that it shows."),
    see=N_("The Authenticator is one of your methods now."),
    where=Place.PHONE,
    otherwise=N_("Will it not scan? F4 shows the QR code alone; or type the letters beside it in the app by hand."),
    say=N_("Scan the pattern with your authenticator app; then type the six digits that the app shows."),
    ask=N_("Does the app have a new line that says Callvoip?"),
    on=("AddAuthenticator",),
    control="#boxes",
    events=PROVED,
)

# what is there already

REPLACE_QALLER = Step(
    do=N_("Choose the row Qaller App, press Enter and choose Replace by a new one."),
    see=N_("A pairing code for the new phone. The old one keeps working until the new one is proved."),
    where=Place.MIDDLE,
    otherwise=N_("No row Qaller App? Then add it as a method: there is nothing to replace."),
    say=N_("Choose your Qaller App in the list, press Enter, and choose Replace by a new one."),
    ask=N_("Do you see a pairing code?"),
    on=("FactorEditor", "FactorMenu"),
    control="FactorRow",
    then=("ConnectQaller", "AddQaller"),
)
REPLACE_AUTHENTICATOR = replace(
    REPLACE_QALLER,
    do=N_("Choose the row Authenticator, press Enter and choose Replace by a new one."),
    see=N_("A QR code for the new phone. The old one keeps working until the new one is proved."),
    otherwise=N_("No row Authenticator? Then add it as a method: there is nothing to replace."),
    say=N_("Choose your Authenticator in the list, press Enter, and choose Replace by a new one."),
    ask=N_("Do you see a square black and white pattern?"),
    then=("AddAuthenticator",),
)
REPLACE_NUMBER = replace(
    REPLACE_QALLER,
    do=N_("Choose the row with the old number, press Enter and choose Replace by a new one."),
    see=N_("A field for the new number. The old one keeps working until the new one is proved."),
    otherwise=N_("Several numbers? The last two digits, and the name you gave, tell them apart."),
    say=N_("Choose the old number in the list, press Enter, and choose Replace by a new one."),
    ask=N_("Do you see an empty field for a number?"),
    then=("AddNumber",),
)
PUT_FIRST = Step(
    do=N_("Choose the row that should be your default and press Set as primary (P)."),
    see=N_("Its icon is coloured and the word primary stands beside it."),
    where=Place.MIDDLE,
    otherwise=N_("Nothing to press in that row? Then it is your default already."),
    say=N_("Choose the method you like best and press Set as primary; its code is sent first from now on."),
    ask=N_("Which row is coloured now?"),
    on=("FactorEditor",),
    control="FactorRow",
    events=(EventKind.PRIMARY_CHANGED,),
)
PUT_QALLER_FIRST = replace(
    PUT_FIRST,
    do=N_("Choose the row Qaller App and press Set as primary (P)."),
    say=N_("Choose the Qaller App in the list and press Set as primary. Your number stays there as a backup."),
    ask=N_("Is the Qaller App coloured now?"),
)
ONE_MORE = Step(
    do=N_("Do the same for every colleague; eight numbers is the most."),
    see=N_("At the next login each of you picks the own number with Use another method."),
    where=Place.MIDDLE,
    otherwise=N_("More than eight people? Then a login each is the only way; an extra login costs nothing."),
    say=N_("Add the other colleagues one by one, in the same way."),
    ask=N_("How many people use this login, and who of them has no number here yet?"),
    on=("FactorEditor",),
    control="#add",
)

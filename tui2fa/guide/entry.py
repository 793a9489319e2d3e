"""Steps on the way in: the password, a code by another method, no code at all, a reset, the first set-up."""

from __future__ import annotations

from dataclasses import replace

from tui2fa.domain.events import EventKind
from tui2fa.domain.sentences import N_
from tui2fa.guide.model import Place, Step

CHECK_YOURSELF = Step(
    do=N_("Look at Caps Lock, and at your user name: digits, a dot, the company, such as 202.mycompany."),
    see=N_("F4 in the password field shows what you typed."),
    where=Place.MIDDLE,
    otherwise=N_("Forgotten your password? Your administrator can give you a one-time password."),
    say=N_("Read me your user name as it stands in the field; not your password. Then show the password to yourself."),
    ask=N_("Is Caps Lock off, and is there a dot between the digits and the company?"),
    on=("LoginScreen",),
    control="#login",
)
WAIT_CALMLY = Step(
    do=N_("Barred after wrong tries? Wait as long as the screen says, then try once, without haste."),
    see=N_("The red line tells how long it takes, or that only support can lift it."),
    where=Place.MIDDLE,
    otherwise=N_("Only one method is barred? Another one still lets you in."),
    say=N_("After wrong tries you have to wait. I see how long, and can lift it once I know that it is you."),
    ask=N_("What does the red line say, word for word?"),
    on=("LoginScreen", "CodeScreen"),
)
LOOK_WHERE_IT_WENT = Step(
    do=N_("Read the line above the boxes: it tells where your code went."),
    see=N_("The Qaller app, your authenticator, or a number with most of its digits hidden."),
    where=Place.MIDDLE,
    otherwise=N_("A number you no longer have? Use another method and replace that number later."),
    say=N_("Above the boxes stands where the code went. Tell me which method it is."),
    ask=N_("Do you have that telephone at hand, switched on and with a network?"),
    on=("LoginScreen", "CodeScreen"),
    control="ChallengeView .question",
)
SEND_AGAIN = Step(
    do=N_("Press Send the code again as soon as it can be pressed. End a call that is going on."),
    see=N_("Below the boxes you read what becomes of it: it rings, it was not answered, the line is busy."),
    where=Place.MIDDLE,
    otherwise=N_("Too many sent? Take another method; this one can be used again later."),
    say=N_("Have the code sent once more; I see here how it fares."),
    ask=N_("What do you read below the boxes?"),
    on=("CodeScreen",),
    control="#resend",
)
USE_ANOTHER = Step(
    do=N_("Press Use another method, below the boxes (M)."),
    see=N_("A list of the methods you have set up yourself."),
    where=Place.MIDDLE,
    otherwise=N_("Nothing else in that list? Fetch your phone, or ask support for a reset."),
    say=N_("Log in with your password; on the screen with the boxes you press Use another method."),
    ask=N_("Which methods are in that list, and which of them do you have at hand?"),
    on=("LoginScreen", "CodeScreen"),
    control="#other",
    then=("ChooseMethod",),
)
LOG_IN_BY_IT = Step(
    do=N_("Choose the method you have at hand and type its code."),
    see=N_("You are in the panel."),
    where=Place.MIDDLE,
    otherwise=N_("Is this code refused, too? An old code no longer works; wait for the newest one."),
    say=N_("Choose a method that you have with you, and type the code that comes. It is not for me."),
    ask=N_("Are you in?"),
    on=("ChooseMethod", "CodeScreen"),
    control="#methods",
    then=("Dashboard", "CompanyDashboard"),
    events=(EventKind.LOGGED_IN,),
)
CALL_SUPPORT = Step(
    do=N_("Still not in? Call support, from a number that they know of you. F1 shows how to reach them."),
    see=N_("Support finds out whether it is really you, takes your methods away and reads you a reset code."),
    where=Place.PHONE,
    otherwise=N_("Nobody can set up a method for you, support neither: after a reset you do that yourself."),
    say=N_("I can reset your 2FA once I know that it is you. I call you back on a number that is on file."),
    ask=N_("On which number of yours, known to us, can I call you back now?"),
)
AFTER_RESET_PASSWORD = Step(
    do=N_("Log in with your user name and your own password, within half an hour of the call."),
    see=N_("The reset code is asked."),
    where=Place.MIDDLE,
    otherwise=N_("Not asked for a code? Then no reset was made, or it has been used already."),
    say=N_("Log in with your user name and password, as you are used to."),
    ask=N_("Does the screen ask for a reset code?"),
    on=("LoginScreen",),
    control="#password",
    then=("ResetCode",),
)
TYPE_RESET_CODE = Step(
    do=N_("Type the six digits that support read out to you."),
    see=N_("The choice of your first method."),
    where=Place.MIDDLE,
    otherwise=N_("Does it no longer work? After half an hour or five wrong tries support must give a new one."),
    say=N_("I read you six digits now; type them while I speak. They work once."),
    ask=N_("Do you see three methods to choose from?"),
    on=("ResetCode",),
    control="#boxes",
    then=("FirstSetup",),
    events=(EventKind.RESET_CODE_ENTERED,),
)
FIRST_PASSWORD = Step(
    do=N_("Log in with the user name and the password that you were given."),
    see=N_("A password of your own is asked where yours was a one-time one; then your first method."),
    where=Place.MIDDLE,
    otherwise=N_("Has the one-time password run out? Your administrator can give you another one."),
    say=N_("Log in with the user name and the password from your administrator."),
    ask=N_("Are you asked for a new password, or do you see three methods?"),
    on=("LoginScreen", "ChoosePassword"),
    control="#login",
    then=("FirstSetup",),
)
BACKUP_CALL = Step(
    do=N_("Now choose a second method: a call to your number, or an authenticator."),
    see=N_("A field for the number, or a QR code."),
    where=Place.MIDDLE,
    otherwise=N_("Congratulations at once? Then one method was enough; add a second one later all the same."),
    say=N_("Qaller alone is not enough: choose a second method, such as a call to your mobile number."),
    ask=N_("Which second method have you chosen?"),
    on=("FirstSetup",),
    control="#kind-phone",
    then=("AddNumber", "AddAuthenticator"),
)
PROVE_IT = Step(
    do=N_("Type the six digits that you hear, or that the app shows."),
    see=N_("Congratulations: your account is protected."),
    where=Place.PHONE,
    otherwise=N_("Refused? Look again and retype it; a code of the app changes every half minute."),
    say=N_("Type the code of that method, and keep it to yourself."),
    ask=N_("Are you congratulated?"),
    on=("AddNumber", "AddNumber.code", "AddAuthenticator"),
    control="#boxes",
    then=("Congratulations",),
)
TO_THE_PANEL = Step(
    do=N_("Press To the panel."),
    see=N_("Your panel, with the methods that protect you."),
    where=Place.MIDDLE,
    otherwise=N_("Logged out in between? What you proved is kept; log in with one of your methods."),
    say=N_("Press To the panel; you are done."),
    ask=N_("Do you see that your account is protected?"),
    on=("Congratulations",),
    control="#on",
    then=("Dashboard", "CompanyDashboard"),
)
FIND_A_NUMBER = Step(
    do=N_("Choose a landline number that rings on your own desk phone only: no voicemail, no forwarding."),
    see=N_("Call it once yourself: it must ring beside you, and nowhere else."),
    where=Place.PHONE,
    otherwise=N_("Only the company's main number? Have a separate number put on your desk phone first."),
    say=N_("Which number rings on your own desk phone only? Call it once from another telephone."),
    ask=N_("Did it ring beside you, and did nobody else and no tape answer?"),
)
OPEN_USERS = Step(
    do=N_("Log in to the Company Panel and open Users."),
    see=N_("The list of everybody in your company."),
    where=Place.MIDDLE,
    otherwise=N_("No such panel? Only an administrator has it; ask yours."),
    say=N_("Log in to the Company Panel and open the list of users."),
    ask=N_("Do you see the list of your users?"),
    on=("LoginScreen", "CodeScreen", "CompanyDashboard"),
    then=("Users",),
)
ADD_A_USER = Step(
    do=N_("Add a user for each colleague: a login with 2FA only costs nothing extra."),
    see=N_("A one-time password for the new user, shown once."),
    where=Place.MIDDLE,
    otherwise=N_("Is the user name taken? Take the next free extension."),
    say=N_("Add a user for every colleague, each with an extension of its own."),
    ask=N_("Which extensions are free in your company?"),
    on=("Users", "AddUser"),
    control="#add",
    events=(EventKind.ACCOUNT_MADE,),
)
HAND_OVER = replace(
    FIRST_PASSWORD,
    do=N_("Give each colleague the one-time password in person; they log in and set up their own method."),
    see=N_("In the list you see who has done so. You never see or set a code of theirs."),
    otherwise=N_("Lost or run out? Give another one-time password; the old one works no more."),
    say=N_("Hand each colleague the password in person; the rest they do themselves."),
    ask=N_("Who of them can log in today?"),
    on=("FirstPasswords", "Users"),
    control="#passwords",
    then=(),
)

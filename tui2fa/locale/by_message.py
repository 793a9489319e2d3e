"""What is said where a number gets a text message: its sentence instead of that of a call, both in English."""

from __future__ import annotations

from tui2fa.domain.sentences import N_

INSTEAD = {
    N_("Telephone call"): N_("Text message"),
    N_("Call to your mobile number"): N_("Text message to your mobile number"),
    N_("You receive a call on your mobile phone to verify your identity"): N_(
        "You receive a text message on your mobile phone to verify your identity"
    ),
    N_("No app needed. It takes longest, and you miss the call while you are on the phone."): N_(
        "No app needed, and it comes in while you are on the phone. It is less safe than an app."
    ),
    N_("slowest of the three"): N_("when the message is there"),
    N_("a desk phone does"): N_("no"),
    N_("not a call"): N_("yes"),
    N_("is missed"): N_("comes all the same"),
    N_("less: voicemail may answer"): N_("less: messages can be diverted"),
    N_("a mobile that is lost"): N_("an app that does not work"),
    N_("Calls only"): N_("Text messages only"),
    N_("Now choose a second method: a call to your number, or an authenticator."): N_(
        "Now choose a second method: a text message to your number, or an authenticator."
    ),
    N_("Qaller alone is not enough: choose a second method, such as a call to your mobile number."): N_(
        "Qaller alone is not enough: choose a second method, such as a text message to your mobile number."
    ),
    N_("Press Send the code again as soon as it can be pressed. End a call that is going on."): N_(
        "Press Send the code again as soon as it can be pressed."
    ),
    N_("Below the boxes you read what becomes of it: it rings, it was not answered, the line is busy."): N_(
        "Below the boxes you read what becomes of it."
    ),
    N_("Type the six digits that you hear, or that the app shows."): N_(
        "Type the six digits of the message, or that the app shows."
    ),
    N_("Choose Call to your mobile number."): N_("Choose Text message to your mobile number."),
    N_("Choose the call to a number."): N_("Choose the text message to a number."),
    N_("That number is called, and boxes for six digits appear."): N_(
        "That number gets a message, and boxes for six digits appear."
    ),
    N_("Is the number refused? The line below it says which numbers cannot be called."): N_(
        "Is the number refused? The line below it says which numbers cannot be used."
    ),
    N_("Type the number that you want to be called on, and press Add."): N_(
        "Type the number that you want the message on, and press Add."
    ),
    N_("Is that telephone ringing?"): N_("Has the message come in?"),
    N_("The colleague must be there: a number counts only after the code that is spoken to it."): N_(
        "The colleague must be there: a number counts only after the code that is sent to it."
    ),
    N_("Is your colleague beside you, with the telephone ringing?"): N_(
        "Is your colleague beside you, and has the message come in?"
    ),
    N_("Answer the call, press 1 if that is asked, and type the six digits you hear."): N_(
        "Open the message and type the six digits in it."
    ),
    N_("No call, or voicemail took it? Press Send the code again, or Go back to mend the number."): N_(
        "No message? Press Send the code again, or Go back to mend the number."
    ),
    N_("Answer, and type the six digits that you hear. Do not repeat them to me."): N_(
        "Open the message and type its six digits. Do not read them to me."
    ),
    N_("Type the number that rings on your desk phone, name it office, and press Add."): N_(
        "Numbers get text messages here: type one of a telephone that shows them, name it office, and press Add."
    ),
    N_("Warned that it is a landline? Go on only if nothing but your own desk phone answers it."): N_(
        "Warned that it is a landline? Go on only if text messages come in there."
    ),
    N_("Type a number that rings directly on your desk phone; as its name you can take office."): N_(
        "Numbers get text messages here: type one of a telephone that shows them; as its name you can take office."
    ),
    N_("Is the desk phone ringing, and are you near it?"): N_("Has the message come in, and can you read it?"),
    N_("Choose a landline number that rings on your own desk phone only: no voicemail, no forwarding."): N_(
        "Choose a landline number at which text messages come in, and for nobody but you."
    ),
    N_("Call it once yourself: it must ring beside you, and nowhere else."): N_(
        "Send it a text message yourself: it must come in beside you, and nowhere else."
    ),
    N_("Which number rings on your own desk phone only? Call it once from another telephone."): N_(
        "At which number do text messages come in for you alone? Send it one from another telephone."
    ),
    N_("Did it ring beside you, and did nobody else and no tape answer?"): N_(
        "Did it come in beside you, and nowhere else?"
    ),
    N_("Type the landline number, press Add, read the warning and press Use it anyway."): N_(
        "Type that number, press Add, read the warning and press Use it anyway."
    ),
    N_("Type the landline number. A warning comes: read it, and go on only if it does not apply to you."): N_(
        "Type that number. A warning comes: read it, and go on only if text messages come in there."
    ),
    N_("Is only your own telephone ringing?"): N_("Is the message on your own telephone only?"),
    N_("calls while you are busy"): N_("a message that does not come"),
    N_("A second number, of a desk phone or a colleague, helps when you forget your phone."): N_(
        "A second number, of a colleague or a private mobile, helps when you forget your phone."
    ),
    N_(
        "Voicemail, an out-of-hours message or call forwarding may take the call: the code then ends "
        "up there, which is also less safe. Use a number that rings directly on your own telephone."
    ): N_(
        "Codes are sent as text messages here, and many landlines get none or have them read aloud to whoever "
        "answers. Use a mobile number."
    ),
    N_(
        "A call is the slowest way. Add the Qaller app and make it your default: its code is there at once. Keep "
        "your number, or an authenticator, as a backup."
    ): N_(
        "A text message is not the quickest way. Add the Qaller app and make it your default: its code is there at "
        "once. Keep your number, or an authenticator, as a backup."
    ),
    N_(
        "Qaller is the quickest: its code shows by itself, on a watch too. An authenticator you may know from "
        "other services; it needs no network, but has to be opened. A call needs no app, takes longest, and is "
        "missed while you are on the phone."
    ): N_(
        "Qaller is the quickest: its code shows by itself, on a watch too. An authenticator you may know from "
        "other services; it needs no network, but has to be opened. A text message needs no app and comes while you "
        "are on the phone, but is the least safe of the three."
    ),
    N_(
        "You need 2FA for the panels and webcalls only; a desk phone rings without it, and so does the Qaller app. "
        "For the panels, your code can be spoken to a desk phone instead of a mobile."
    ): N_(
        "You need 2FA for the panels and webcalls only; a desk phone rings without it, and so does the Qaller app. "
        "For the panels, an authenticator on your computer or tablet does as well."
    ),
    N_(
        "Log in with another of your methods, or fetch the phone. Better still, prepare for it today: a number on "
        "your desk phone, of a colleague or of a private mobile gets you in on such a day."
    ): N_(
        "Log in with another of your methods, or fetch the phone. Better still, prepare for it today: the number of "
        "a colleague or of a private mobile gets you in on such a day."
    ),
    N_(
        "It works, if the number rings on your own desk and nowhere else. Voicemail, a message after hours or "
        "forwarding would catch the call, and then a stranger may hear your code."
    ): N_(
        "Codes are sent as text messages here. A landline number works only if text messages come in there, and for "
        "nobody but you: otherwise a stranger may read or hear your code."
    ),
    N_("From calls to Qaller"): N_("From text messages to Qaller"),
}

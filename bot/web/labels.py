"""The words of the pages themselves; those of chats and cases come from the dialogues."""

from __future__ import annotations

from conversations.text import Text, t

CHAT: dict[str, Text] = {
    # Translators: name of the page with the chat; Passerelle is the name, not translated
    "title": t("Passerelle – chat"),
    # Translators: label of the list of messages, read aloud by screen readers
    "messages": t("Messages"),
    # Translators: before a message of the person, read aloud by screen readers
    "you": t("You:"),
    # Translators: label of the field in which the person writes
    "write": t("Write a message"),
    # Translators: button that sends a message
    "send": t("Send"),
    # Translators: button: begin the conversation
    "start": t("Start"),
    # Translators: above the button that begins the conversation
    "empty": t("There are no messages here yet."),
    # Translators: button that leaves at once and clears the chat; one short word
    "exit": t("Exit"),
    # Translators: explains the button "Exit", read aloud by screen readers and shown as a hint
    "exit_hint": t("Leave at once and delete this chat. Or press Esc three times."),
    # Translators: button to choose another language
    "language": t("Language"),
    # Translators: under the chat; the sign is that of the button "Exit"
    "shared": t("This chat stays on this device. If others use it too, press ✖ before you go."),
    # Translators: mark of a message that must not be shown to anybody else
    "private": t("Only for you"),
    # Translators: link that opens a place in the device's app for maps
    "map": t("Open in maps"),
    # Translators: label of the field for a phone number
    "phone": t("Your phone number"),
    # Translators: under a message that is on its way
    "sending": t("Sending…"),
    # Translators: under a message that could not be sent yet; it goes by itself later
    "waiting": t("Not sent yet. I am trying again…"),
    # Translators: shown while there is no connection
    "offline": t("No connection. Your messages are kept and sent later."),
    # Translators: shown while the device finds out where the person is
    "locating": t("Looking for where you are…"),
    # Translators: link that looks for new messages, on devices that cannot do it by themselves
    "reload": t("See if there are new messages"),
    # Translators: link to the field for writing, for people who use the keyboard
    "skip": t("Go to the field for writing"),
}

DESK: dict[str, Text] = {
    # Translators: name of the caseworkers' pages
    "desk": t("Desk"),
    # Translators: heading and link: the list of requests
    "queue": t("Queue"),
    # Translators: link back to the list of requests
    "back": t("Back to the queue"),
    # Translators: link to the main part of the page, for people who use the keyboard
    "skip": t("Go to the main part"),
    # Translators: no request waits
    "empty": t("The queue is empty."),
    # Translators: under "The queue is empty"
    "empty_hint": t("New requests appear here by themselves."),
    # Translators: heading: requests that the reader has taken
    "mine": t("Yours"),
    # Translators: heading: requests that nobody has taken
    "waiting": t("Waiting"),
    # Translators: heading: requests that colleagues have taken
    "taken": t("With colleagues"),
    # Translators: label of the kind of help
    "service": t("Help"),
    # Translators: label of the centre and town
    "place": t("Place"),
    # Translators: label: who needs help and how many
    "people": t("People"),
    # Translators: label of needs such as pregnancy
    "needs": t("Needs"),
    # Translators: label of the age group
    "age": t("Age"),
    # Translators: label of the language of the person
    "speaks": t("Language"),
    # Translators: label: how soon help is needed, like "today"
    "urgency": t("Needed"),
    # Translators: label: where a request stands
    "state": t("State"),
    # Translators: label: when a request was sent
    "sent": t("Sent"),
    # Translators: heading: name and way to reach the person
    "contact": t("How to reach the person"),
    # Translators: heading: what the person and the caseworker wrote to each other
    "talk": t("Messages"),
    # Translators: nobody has written in this case
    "no_messages": t("There are no messages here yet."),
    # Translators: label of the field in which a caseworker writes to the person
    "write": t("Write to the person. Your words are passed on as they are, not translated."),
    # Translators: button that sends a message
    "send": t("Send"),
    # Translators: above the ready sentences that a caseworker can send
    "sentences": t("Or choose a sentence, which the person reads in their language"),
    # Translators: label of the field for day and time of an appointment
    "when": t("Day and time"),
    # Translators: label of the choice of a place for an appointment
    "where": t("Where"),
    # Translators: label of the choice of papers to bring
    "papers": t("What to bring"),
    # Translators: link: open a picture, voice message or PDF that came with a message
    "open_file": t("Open the file"),
    # Translators: files cannot be sent from the desk
    "files_by_chat": t("Pictures and files can be sent in the chat with the bot."),
    # Translators: heading: a question to the person, and the answer
    "question": t("Question and answer"),
    # Translators: the person has not answered yet
    "no_answer": t("No answer yet."),
    # Translators: heading: what the person was told to do
    "instructions": t("What you wrote to the person"),
    # Translators: heading: why a request was declined, or how it ended
    "result": t("Result"),
    # Translators: heading above the reasons why a case is in this queue
    "why": t("Why it is with you"),
    # Translators: heading: what happened with a request
    "history": t("History"),
    # Translators: heading above the buttons with which a caseworker works on a case
    "moves": t("What you can do"),
    # Translators: in place of those buttons, when there are none
    "no_moves": t("There is nothing for you to do here now."),
    # Translators: the person has blocked the bot
    "unreachable": t("The person cannot be reached by chat any more."),
    # Translators: an agreement about data protection is missing, so contact stays hidden
    "gated": t("Name and contact may not be shown to your organisation."),
    # Translators: the case was changed since the page was opened
    "changed": t("This case has changed."),
    # Translators: link: load the page of the case again
    "show": t("Show it as it is now"),
    # Translators: whether the reader hears of new requests
    "on_duty": t("On duty"),
    # Translators: whether the reader hears of new requests
    "off_duty": t("Off duty"),
    # Translators: button: start duty
    "go_on_duty": t("Start duty"),
    # Translators: button: end duty
    "go_off_duty": t("End duty"),
    # Translators: label of the choice of language
    "language": t("Language"),
    # Translators: button: end the session at the desk
    "sign_out": t("Sign out"),
    # Translators: after "Sign out"
    "signed_out": t("You are signed out."),
    # Translators: heading of the page of a one-time link
    "enter": t("Welcome to the desk"),
    # Translators: on the page of a one-time link
    "enter_hint": t("This link works once. On a shared computer, sign out when you go."),
    # Translators: button that opens the desk
    "open": t("Open the desk"),
    # Translators: heading where somebody has no session
    "closed": t("The desk is closed"),
    # Translators: how to get to the desk; /desk is a command and stays as it is
    "how": t("Write /desk to the bot. It answers with a link that opens the desk."),
    # Translators: a one-time link was used before or is too old
    "bad_link": t("This link was used before, or it is too old."),
    # Translators: the reader is in no team any more
    "no_team": t("You are in no team that takes requests."),
    # Translators: heading: what colleagues noted on a case; the person never sees it
    "notes": t("Notes of your team"),
    # Translators: heading and link: who of the team is there, and when one is away
    "team": t("Team"),
    # Translators: heading: the reader's own days at work
    "you": t("You"),
    # Translators: button: somebody is away until a day that was chosen
    "away": t("Note the absence"),
    # Translators: label of a day on the page of a team: the last day of an absence
    "last_day": t("Away until, that day included"),
    # Translators: above the forms for an absence
    "away_hint": t(
        "Who is away has no duty. Cases that were only taken go back to the queue; "
        "for promised ones I ask a supervisor."
    ),
    # Translators: after an absence was noted
    "away_noted": t("Noted. Until then there is no duty."),
    # Translators: checkbox: the undisclosed address goes to the person
    "field_address": t("Send the address too. It is not public; the person cannot forward it."),
}

DEMO: dict[str, Text] = {
    # Translators: name of the page that shows both sides of the service
    "title": t("Passerelle – demonstration"),
    # Translators: on top of the demonstration
    "banner": t("Sample data. Everything stays on this machine."),
    # Translators: above the left side of the demonstration
    "person": t("Here you are the person who looks for help"),
    # Translators: above the right side of the demonstration
    "caseworker": t("Here you are the caseworker who answers"),
    # Translators: link: begin the chat of the demonstration anew
    "again": t("Open the chat again"),
    # Translators: link: open the desk of the demonstration again
    "desk_again": t("Open the desk again"),
    # Translators: label of the choice of language
    "language": t("Language"),
}

PROBLEMS: dict[str, Text] = {
    # Translators: heading of a page that says what went wrong
    "title": t("That did not work"),
    # Translators: a message has too many letters
    "too_long": t("That is too long. Please write it in shorter parts."),
    # Translators: somebody sent very many messages in a short time
    "too_fast": t("That was a lot at once. Please wait a moment, then write again."),
    # Translators: too many new chats were opened from one network
    "too_many": t("Many people are beginning a chat here now. Please try again in a few minutes."),
    # Translators: a browser sent something that makes no sense
    "unreadable": t("I could not read that. Please go back and try again."),
    # Translators: a page of somebody else tried to send something in the reader's name
    "foreign": t("This came from another page, so nothing was done. Please open this page anew."),
    # Translators: the browser keeps no cookies
    "cookies": t("This browser keeps no cookies, and without them I cannot know you again."),
    # Translators: there is no such page
    "not_found": t("There is no such page."),
    # Translators: a caseworker left a field empty
    "missing": t("Please fill in this field."),
    # Translators: something broke inside
    "broken": t("Something went wrong on our side. Please try again in a moment."),
    # Translators: very many people write at this moment, and a message could not be taken
    "busy": t("Very many people are writing at this moment. Please try again in a minute."),
    # Translators: something broke inside, and a message was not sent
    "not_sent": t("Your message was not sent yet. It is still here:"),
    # Translators: button: send the message again
    "again": t("Send it again"),
    # Translators: link to the first page
    "home": t("Back"),
}

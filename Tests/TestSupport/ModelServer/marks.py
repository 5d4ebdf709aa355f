"""What the model does: read from the marks in the last prompt that has any, the same for every API.

Steps, each one tool call, in order; then comes the closing text:
    [[model:write PATH TEXT]]        write a file, through whatever tool the client offers (a patch, a shell, an edit block in the text)
    [[model:edit PATH OLD => NEW]]   change a file
    [[model:read PATH]]              read a file
    [[model:bash COMMAND]]           run a command (a `]]` cannot be in it)
    [[model:question]]               ask "Which colour?", Red or Blue
    [[model:plan]]                   claude and its like: write the plan file, then ExitPlanMode
    [[model:call NAME JSON]]         call exactly this tool
The closing text:
    [[model:say TEXT]]               this text ("All done." otherwise)
    [[model:think TEXT]]             thoughts before it, where the API has thoughts
    [[model:remember WORD]]          nothing now; a later [[model:recall]] in the same conversation says all such words
    [[model:recall]]                 the closing text is "Remembered: WORD WORD." ("Remembered: nothing.")
    [[model:hostile]]                the closing text has escape sequences, controls, bidi overrides, combining piles, a line of 20 000 characters
    [[model:long N]]                 the closing text is one line of N characters
    [[model:tokens IN OUT]]          usage to report (1000 and 20 otherwise)
What goes wrong; an N limits it to the first N requests of that prompt, without N it is for ever:
    [[model:error STATUS N]]         an HTTP error in the API's own shape: 400 401 402 403 404 429 500 503 529
    [[model:limit N]]                the plan's usage limit is reached (429), with the time of its reset in an hour
    [[model:context N]]              the prompt is too long for the model
    [[model:drop N]]                 the connection is cut in the middle of the closing text
    [[model:break N]]                the stream reports an error in the middle of the closing text
    [[model:garbage N]]              the reply is not what the API says: an HTML page
    [[model:slow SECONDS]]           the closing text is streamed for so long, or for a minute
    [[model:hang NAME]]              the closing text (its first line is "Begun.") begins, then nothing until `release NAME` comes on standard input
    [[model:silent NAME]]            the same, before the first byte
Without marks: a model whose name has `no-such` is not known (404), and a key with `wrong` in it is refused (401).
A request for a summary of the conversation (a compaction) is answered with "Summary. Remembered: WORD."
"""
import re
import threading

MARK = re.compile(r"\[\[model:(\w+)(?: ((?:[^\]]|\](?!\]))*))?\]\]")
STEPS = ("write", "edit", "read", "bash", "question", "plan", "call")
TROUBLES = ("error", "limit", "context", "drop", "break", "garbage")
PLAN_FILE = re.compile(r"/[^\s\"'`\\]*/plans/[\w.-]+\.md")
PLAN = "# The plan\n\n1. Do it."
SUMMARY = re.compile(r"summar(y|ize|ise)|compaction", re.I)
SUMMARY_OF_TEXT = re.compile(r"\s*(<conversation>|summari[sz]e the conversation)", re.I)
REMEMBERED = re.compile(r"\[\[model:remember ([^\]]*)\]\]|Remembered: ([^.\n]*)\.")
# No two pieces are alike: some clients take repetition for a fault of the model.
LINE = "".join("%05d." % number for number in range(20000))
HOSTILE = ("Plain start. \x1b[31mred\x1b[0m \x1b]0;a title\x07 \x1b[2J\x1b[H \x9b31m \x1bP+q\x1b\\ \x08\x08\x7f "
           "\u202eoverridden\u202c \u2066isolated\u2069 \u200b\u200d\ufeff e\u0301\u0302\u0303\u0304\u0305\u0306 \U0001f468\u200d\U0001f469\u200d\U0001f467 "
           "\r\ncarriage\rreturn\ttab \u2028line\u2029paragraph\n" + LINE[:20000] + "\nPlain end.")


class Reply:
    """One answer of the model."""

    def __init__(self, text):
        self.text = text
        self.thinking = ""
        self.call = None            # an action: (word, argument)
        self.tokens = (1000, 20)
        self.slow = 0
        self.gate = None            # what holds it back in the middle of its text
        self.silent = None          # what holds it back before its first byte
        self.trouble = None         # (kind, argument): the API's module makes it


class Gates:
    """What holds replies back, by name, until it is released; a release that comes first counts too."""

    def __init__(self):
        self.lock = threading.Lock()
        self.events = {}

    def named(self, name):
        with self.lock:
            return self.events.setdefault(name, threading.Event())


class Counter:
    """How often each trouble was made for each prompt."""

    def __init__(self):
        self.lock = threading.Lock()
        self.counts = {}

    def is_due(self, key, times):
        with self.lock:
            self.counts[key] = self.counts.get(key, 0) + 1
            return times is None or self.counts[key] <= times


gates = Gates()
counter = Counter()


def remembered(conversation):
    words = []
    for _, text in conversation:
        for found in REMEMBERED.finditer(text):
            for word in (found.group(1) or found.group(2) or "").split():
                if word not in words and word != "nothing":
                    words.append(word)
    return "Remembered: %s." % (" ".join(words) or "nothing")


def trouble(name, argument, prompt):
    """The kind and argument of a trouble that is due for this prompt, else nothing."""
    words = argument.split()
    if name == "error":
        status, words = (words or ["500"])[0], words[1:]
        if len(words) > 1 or not status.isdigit():
            return None
    else:
        status = ""
    times = int(words[0]) if words and words[0].isdigit() else None
    if not counter.is_due((name, argument, prompt), times):
        return None
    return (name, int(status) if status else None)


def steps_of(marks, request):
    """The steps of a prompt. A plan is two where the client has named a file for it: the file, then the way out of plan mode."""
    steps = []
    for name, argument in marks:
        if name == "plan":
            file = PLAN_FILE.search(request)
            steps += [("write", file.group(0) + " " + PLAN)] if file else []
            steps.append(("leave", PLAN))
        elif name in STEPS:
            steps.append((name, argument))
    return steps


def reply(conversation, request, is_main, steps_in_one=False):
    """The answer to a conversation: pairs of role (user, assistant, call, result, system) and text; `request` is the request's whole text. `is_main`: the request offers
    tools, or its client works through text; others are side requests (titles and such), which never fail. `steps_in_one`: the client takes all steps in one answer.
    Gives the reply, and for such a client all its steps."""
    prompt, done = "", 0
    last = ""
    for role, text in conversation:
        if role == "user":
            last = text or last
            if MARK.search(text):
                prompt, done = text, 0
        elif role == "call":
            done += 1
    if SUMMARY_OF_TEXT.match(last) or (not MARK.search(last) and SUMMARY.search(last)):
        return Reply("Summary. " + remembered(conversation)), []
    marks = [(name, (argument or "").strip()) for name, argument in MARK.findall(prompt)]
    words = dict(marks)
    answer = Reply(words.get("say") or "All done.")
    if not is_main:
        return answer, []
    if "tokens" in words:
        numbers = [int(n) for n in words["tokens"].split() if n.isdigit()]
        answer.tokens = (numbers + [1000, 20])[:2] if len(numbers) > 1 else answer.tokens
    if "silent" in words:
        answer.silent = gates.named(words["silent"])
    for name, argument in marks:
        if name in TROUBLES and name not in ("drop", "break"):
            answer.trouble = trouble(name, argument, prompt)
            if answer.trouble:
                return answer, []
    steps = steps_of(marks, request)
    if not steps_in_one and done < len(steps):
        answer.text = "Step %d." % (done + 1)
        answer.call = steps[done]
        return answer, []
    if "recall" in words:
        answer.text = remembered(conversation)
    if "hostile" in words:
        answer.text = HOSTILE
    if "long" in words:
        answer.text = LINE * (int(words["long"] or 100000) // len(LINE)) + LINE[:int(words["long"] or 100000) % len(LINE)]
    answer.thinking = words.get("think", "")
    answer.slow = int(words["slow"] or 60) if "slow" in words else 0
    if "hang" in words:
        answer.gate = gates.named(words["hang"])
        answer.text = words.get("say") or "Begun.\nAll done after a while."
    for name in ("drop", "break"):
        if name in words and not answer.trouble:
            answer.trouble = trouble(name, words[name], prompt)
    return answer, steps if steps_in_one else []

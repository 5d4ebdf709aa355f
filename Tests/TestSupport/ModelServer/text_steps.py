"""Clients without tools, whose steps are text: aider (edit blocks, or whole files) and gptme (fenced blocks with a tool's name)."""
import re

import actions


def style(conversation, hasTools):
    """Which text a client without tools reads: `blocks`, `whole`, `fences`, or nothing."""
    if hasTools:
        return None
    for role, text in conversation:
        if role == "system":
            if "SEARCH/REPLACE block" in text:
                return "blocks"
            if "*file listing*" in text:
                return "whole"
            if "gptme" in text.lower() and "```" in text:
                return "fences"
    return None


def listed(conversation, path):
    """What aider's last listing says is in a file."""
    found = ""
    for _, text in conversation:
        for match in re.finditer(r"(?:^|\n)%s\n```\n(.*?\n)```" % re.escape(path), text, re.S):
            found = match.group(1)
    return found


def aider(conversation, all_actions, style):
    """All steps of a turn as aider reads them; commands are left out, since aider runs none."""
    blocks = []
    for word, argument in all_actions:
        if word == "write":
            path, text = actions.parts(word, argument)
            if style == "whole":
                blocks.append("%s\n```\n%s\n```\n" % (path, text))
            else:
                blocks.append("%s\n```\n<<<<<<< SEARCH\n=======\n%s\n>>>>>>> REPLACE\n```\n" % (path, text))
        elif word == "edit":
            path, old, new = actions.parts(word, argument)
            if style == "whole":
                blocks.append("%s\n```\n%s```\n" % (path, listed(conversation, path).replace(old, new) or new + "\n"))
                continue
            blocks.append("%s\n```\n<<<<<<< SEARCH\n%s\n=======\n%s\n>>>>>>> REPLACE\n```\n" % (path, old, new))
    return "\n".join(blocks)


def gptme(action):
    """One step as gptme reads it."""
    word, argument = action
    if word == "write":
        path, text = actions.parts(word, argument)
        return "```save %s\n%s\n```" % (path, text)
    if word == "edit":
        path, old, new = actions.parts(word, argument)
        return "```patch %s\n<<<<<<< ORIGINAL\n%s\n=======\n%s\n>>>>>>> UPDATED\n```" % (path, old, new)
    if word == "read":
        return "```shell\ncat %s\n```" % argument
    if word == "bash":
        return "```shell\n%s\n```" % argument
    return "I cannot do that here."

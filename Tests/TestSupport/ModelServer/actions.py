"""Turns the steps of a prompt into calls of the tools that the client offers, by their names and their schemas."""
import json
import re

WRITE = ("Write", "write_file", "write", "create_file", "write_to_file", "WriteFile", "save", "file_editor", "str_replace_editor")
EDIT = ("Edit", "edit", "search_replace", "edit_file", "replace", "str_replace", "StrReplaceFile", "file_editor", "str_replace_editor")
READ = ("Read", "read_file", "read", "ReadFile", "view", "file_editor", "str_replace_editor")
SHELL = ("Bash", "bash", "exec_command", "shell_command", "shell", "run_shell_command", "run_command", "Shell", "terminal", "execute_bash", "local_shell")
ASK = ("AskUserQuestion", "request_user_input", "ask_user_question", "question", "ask_user", "AskUser")
LEAVE_PLAN = ("ExitPlanMode", "exit_plan_mode")


class Call:
    """A tool call: a name with either an input (a JSON object) or a free-form text."""

    def __init__(self, name, input=None, text=None):
        self.name = name
        self.input = input if input is not None else {}
        self.text = text


def offered(tools):
    """The tools of a request, in whichever API's shape: name to (schema, kind)."""
    table, waiting = {}, list(tools or [])
    while waiting:
        tool = waiting.pop(0)
        if not isinstance(tool, dict):
            continue
        if tool.get("type") == "namespace":
            waiting += tool.get("tools") or []
            continue
        function = tool["function"] if isinstance(tool.get("function"), dict) else tool
        if function.get("name"):
            table[function["name"]] = (function.get("input_schema") or function.get("parameters") or {}, tool.get("type", "function"))
    return table


def properties(schema):
    return schema.get("properties") or {}


def choose(table, names):
    return next((name for name in names if name in table), None)


def key(schema, *names):
    have = properties(schema)
    return next((name for name in names if name in have), names[0])


def path_key(schema):
    return key(schema, "file_path", "path", "filePath", "absolute_path", "filename")


def patch(table, text):
    if table["apply_patch"][1] == "custom":
        return Call("apply_patch", text=text)
    return Call("apply_patch", {"input": text})


def prefixed(prefix, text):
    return "".join(prefix + line + "\n" for line in text.splitlines())


def shell(table, command):
    name = choose(table, SHELL)
    if not name:
        return Call("Bash", {"command": command, "description": "a step"})
    schema = table[name][0]
    word = key(schema, "command", "cmd")
    is_list = (properties(schema).get(word) or {}).get("type") == "array"
    value = {word: ["bash", "-c", command] if is_list else command}
    if "description" in properties(schema):
        value["description"] = "a step"
    return Call(name, value)


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def write(table, path, content):
    name = choose(table, WRITE)
    if not name and "apply_patch" in table:
        return patch(table, "*** Begin Patch\n*** Add File: %s\n%s*** End Patch" % (path, prefixed("+", content)))
    if not name and choose(table, SHELL):
        return shell(table, "printf %%s %s > %s" % (quoted(content), quoted(path)))
    schema = table[name][0] if name else {}
    value = {path_key(schema): path, key(schema, "content", "file_text", "text"): content}
    if "command" in properties(schema):
        value["command"] = "create"
    if "overwrite" in properties(schema):
        value["overwrite"] = True
    return Call(name or "Write", value)


def edit(table, path, old, new):
    name = choose(table, EDIT)
    if not name and "apply_patch" in table:
        return patch(table, "*** Begin Patch\n*** Update File: %s\n@@\n%s%s*** End Patch" % (path, prefixed("-", old), prefixed("+", new)))
    if not name and choose(table, SHELL):
        return shell(table, "sed -i s/%s/%s/ %s" % (re.escape(old), new, quoted(path)))
    schema = table[name][0] if name else {}
    have = properties(schema)
    if name == "search_replace" and "content" in have:
        return Call(name, {path_key(schema): path, "content": "<<<<<<< SEARCH\n%s\n=======\n%s\n>>>>>>> REPLACE" % (old, new)})
    if "edit" in have:
        return Call(name, {path_key(schema): path, "edit": {"old": old, "new": new}})
    value = {path_key(schema): path, key(schema, "old_string", "oldString", "old_str", "old"): old,
             key(schema, "new_string", "newString", "new_str", "new"): new}
    if "command" in have:
        value["command"] = "str_replace"
    return Call(name or "Edit", value)


def read(table, path):
    name = choose(table, READ)
    if not name and choose(table, SHELL):
        return shell(table, "cat " + quoted(path))
    schema = table[name][0] if name else {}
    value = {path_key(schema): path}
    if "command" in properties(schema):
        value["command"] = "view"
    return Call(name or "Read", value)


def ask(table):
    name = choose(table, ASK) or "AskUserQuestion"
    said = json.dumps(table.get(name, ({},))[0])
    question = {"question": "Which colour?", "header": "Colour",
                "options": [{"label": "Red", "description": "r"}, {"label": "Blue", "description": "b"}]}
    for word in ("multiSelect", "multi_select", "multiple"):
        if '"%s"' % word in said:
            question[word] = False
    if name == "AskUserQuestion":
        question["multiSelect"] = False
    if name == "request_user_input":
        question["id"] = "colour"
    return Call(name, {"questions": [question]})


def leave_plan(table, plan):
    name = choose(table, LEAVE_PLAN) or "ExitPlanMode"
    return Call(name, {"plan": plan} if "plan" in properties(table.get(name, ({},))[0]) else {})


def parts(word, argument):
    """An argument's own parts."""
    path, _, rest = argument.partition(" ")
    if word == "edit":
        old, _, new = rest.partition(" => ")
        return path, old, new
    return path, rest


def call(action, table):
    """The tool call of one step."""
    word, argument = action
    if word == "write":
        path, text = parts(word, argument)
        return write(table, path, text + "\n")
    if word == "edit":
        return edit(table, *parts(word, argument))
    if word == "read":
        return read(table, argument)
    if word == "bash":
        return shell(table, argument)
    if word == "question":
        return ask(table)
    if word == "leave":
        return leave_plan(table, argument)
    name, value = parts(word, argument)
    try:
        return Call(name, json.loads(value or "{}"))
    except ValueError:
        return Call(name, text=value)

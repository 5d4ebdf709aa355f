"""Checks requests and answers against a reduced API description: paths, parameters, required fields, types, enums. What differs is noted, never passed over."""
import json
import os
import re


class Schema:
    def __init__(self, name):
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name)) as file:
            description = json.load(file)
        self.types = description["types"]
        self.operations = []
        for method, path, parameters, answers in description["operations"]:
            pattern = re.compile("^" + re.sub(r"\{[^}]*\}", "([^/]+)", path) + "$")
            self.operations.append((method, path, pattern, parameters, answers))

    def find(self, method, path):
        """The operation of an encoded path below the API's root; of several the one with the most words of its own."""
        found = [o for o in self.operations if o[0] == method and o[2].match(path)]
        return min(found, key=lambda o: o[1].count("{")) if found else None

    def request(self, operation, query, body, has_body):
        """What is wrong with a request, as texts."""
        wrong = []
        parameters = {(p["in"], p["name"]): p for p in operation[3]}
        for name, value in query:
            known = parameters.get(("query", name))
            if known is None:
                wrong.append(f"query has {name}, which is not described")
            else:
                wrong += self.text(known, value, f"query {name}")
        for (place, name), known in parameters.items():
            if place == "query" and known.get("required") and name not in [n for n, _ in query]:
                wrong.append(f"query lacks {name}")
        wanted = next((p for p in operation[3] if p["in"] == "body"), None)
        if wanted is None:
            if has_body:
                wrong.append("has a body, which is not described")
        elif has_body:
            wrong += self.value(wanted["schema"], body, "body")
        elif wanted.get("required"):
            wrong.append("has no body")
        return wrong

    def answer(self, operation, status, body):
        """What is wrong with an answer."""
        described = operation[4]
        if str(status) not in described:
            # Any operation may be refused, and led on.
            return [] if status in (307, 401, 403, 404, 423, 429) or status >= 500 else [f"status {status} is not described"]
        schema = described[str(status)]
        if schema is None:
            return []
        return self.value(schema, body, "answer", reading=True)

    def text(self, known, value, place):
        if "enum" in known and value not in known["enum"]:
            return [f"{place} is {value!r}, not one of {known['enum']}"]
        if known.get("type") == "integer" and not re.fullmatch(r"-?[0-9]+", value):
            return [f"{place} is {value!r}, not a number"]
        if known.get("type") == "boolean" and value not in ("true", "false"):
            return [f"{place} is {value!r}, not true or false"]
        return []

    def value(self, schema, value, place, depth=0, reading=False):
        if schema is None or depth > 12:
            return []
        if "ref" in schema:
            return self.value(self.types[schema["ref"]], value, place, depth + 1, reading)
        if value is None:
            # Go's empty pointers and lists are null; in a request that says something else than leaving it out.
            return [] if reading else [f"{place} is null"]
        if "enum" in schema and value not in schema["enum"]:
            return [f"{place} is {value!r}, not one of {schema['enum']}"]
        kind = schema.get("type")
        if kind == "object" or "properties" in schema:
            if not isinstance(value, dict):
                return [f"{place} is no object"]
            wrong = [f"{place} lacks {name}" for name in schema.get("required", []) if name not in value]
            known = schema.get("properties")
            for name, inner in value.items():
                if known is not None and name not in known:
                    wrong.append(f"{place} has {name}, which is not described")
                elif known is not None:
                    wrong += self.value(known[name], inner, f"{place}.{name}", depth + 1, reading)
            return wrong
        if kind == "array":
            if not isinstance(value, list):
                return [f"{place} is no list"]
            wrong = []
            for index, inner in enumerate(value):
                wrong += self.value(schema.get("items"), inner, f"{place}[{index}]", depth + 1, reading)
            return wrong
        if kind == "integer" and (not isinstance(value, int) or isinstance(value, bool)):
            return [f"{place} is {value!r}, not a whole number"]
        if kind == "number" and (not isinstance(value, (int, float)) or isinstance(value, bool)):
            return [f"{place} is {value!r}, not a number"]
        if kind == "boolean" and not isinstance(value, bool):
            return [f"{place} is {value!r}, not true or false"]
        if kind == "string":
            if not isinstance(value, str):
                return [f"{place} is {value!r}, not a text"]
            if schema.get("format") == "date-time" and not re.fullmatch(
                    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", value):
                return [f"{place} is {value!r}, not a date"]
        return []

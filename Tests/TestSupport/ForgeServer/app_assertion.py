"""Looks at what a GitHub App shows to prove that it is itself, by `openssl dgst -verify`."""
import base64
import json
import os
import subprocess
import tempfile

from model import Refused


def verify(app, text, root):
    """Refused with GitHub's words when it is not this App's, or not of this moment."""
    def decoded(part):
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    parts = text.split(".")
    try:
        head, claims, signature = json.loads(decoded(parts[0])), json.loads(decoded(parts[1])), decoded(parts[2])
    except (ValueError, IndexError):
        raise Refused(401, "A JSON web token could not be decoded")
    if head != {"alg": "RS256", "typ": "JWT"} or str(claims.get("iss")) != app["id"]:
        raise Refused(401, "Integration not found")
    with tempfile.TemporaryDirectory(dir=root) as place:
        path = os.path.join(place, "signature")
        with open(path, "wb") as file:
            file.write(signature)
        checked = subprocess.run(["openssl", "dgst", "-sha256", "-verify", app["public"], "-signature", path],
                                 input=".".join(parts[:2]).encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if checked.returncode != 0:
        raise Refused(401, "A JSON web token could not be decoded")
    if not isinstance(claims["iat"], int) or claims["iat"] > app["now"]:
        raise Refused(401, "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
    if not isinstance(claims["exp"], int) or claims["exp"] > app["now"] + 600:
        raise Refused(401, "'Expiration time' claim ('exp') is too far in the future")
    if claims["exp"] <= app["now"]:
        raise Refused(401, "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires")

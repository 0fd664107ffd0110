"""TimeML is well-formed XML with the tags and attributes of TimeML 1.2.1, and its text is the bulletin's."""

import re
import xml.etree.ElementTree as ElementTree

from archive import records, run

CHILDREN = ["DOCID", "DCT", "TEXT"]
# What the specification's DTD says of TIMEX3: attribute, whether it must be there, and its values.
TIMEX3 = {
    "tid": (True, r"t\d+"),
    "type": (True, "DATE|TIME|DURATION|SET"),
    "value": (
        True,
        r"PAST_REF|PRESENT_REF|FUTURE_REF"
        r"|P(?=[\dXT])(?:[\dX.]+(?:Y|M|W|D|DE|CE|Q|WE))*(?:T(?:[\dX.]+(?:H|M|S))+|T(?:MO|AF|EV|NI))?"
        r"|(?:BC)?[\dX]{2,4}(?:-(?:[\dX]{2}|W[\dX]{2}|Q[\dX]|H[\dX]|SP|SU|FA|WI|WXX-[1-7])"
        r"(?:-(?:[\dX]{1,2}|WE))?)?(?:T(?:[\dX]{2}(?::[\dX]{2}(?::[\dX]{2})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?|MO|MI|AF|EV|NI|PM|DT))?"
        r"|T(?:[\dX]{2}(?::[\dX]{2})?|MO|MI|AF|EV|NI|PM|DT)",
    ),
    "mod": (False, "BEFORE|AFTER|ON_OR_BEFORE|ON_OR_AFTER|LESS_THAN|MORE_THAN|EQUAL_OR_LESS|EQUAL_OR_MORE|START|MID|END|APPROX"),
    "temporalFunction": (False, "true|false"),
    "functionInDocument": (
        False, "CREATION_TIME|EXPIRATION_TIME|MODIFICATION_TIME|PUBLICATION_TIME|RELEASE_TIME|RECEPTION_TIME|NONE",
    ),
    "anchorTimeID": (False, r"t\d+"),
    "beginPoint": (False, r"t\d+"),
    "endPoint": (False, r"t\d+"),
    "quant": (False, ".+"),
    "freq": (False, r"\d*X?[A-Z\d]*"),
}


def check(document, record):
    root = ElementTree.fromstring(document.encode())
    assert root.tag == "TimeML"
    tags = [child.tag for child in root]
    assert tags == [tag for tag in CHILDREN if tag != "DCT" or record["published"]], tags
    assert root.findtext("DOCID") == re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", record["id"])
    assert {it.tag for it in root.iter()} <= {"TimeML", *CHILDREN, "TIMEX3"}
    timexes = list(root.iter("TIMEX3"))
    known = {it.get("tid") for it in timexes}
    assert len(known) == len(timexes), "each has an id of its own"
    for timex in timexes:
        assert set(timex.attrib) <= set(TIMEX3), timex.attrib
        for name, (is_needed, values) in TIMEX3.items():
            value = timex.get(name)
            assert value is not None or not is_needed, (name, timex.attrib)
            assert value is None or re.fullmatch(values, value), (record["id"], name, value)
        for name in ("anchorTimeID", "beginPoint", "endPoint"):
            assert timex.get(name) is None or timex.get(name) in known, timex.attrib
        assert timex.get("beginPoint") is None or timex.get("type") == "DURATION"
        assert not list(timex), "no tag lies in another"
    if record["published"]:
        [day] = root.find("DCT")
        assert (day.get("value"), day.get("functionInDocument")) == (record["published"], "CREATION_TIME")
    shown = "".join(root.find("TEXT").itertext())
    assert shown == re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", record["text"]), record["id"]
    return len(timexes)


documents = re.split(r"(?=<\?xml )", run("--to", "timeml"))[1:]
kept = records("--with-text")
assert len(documents) == len(kept)
assert sum(map(check, documents, kept)) > 50

"""Reading the small forms of server-rendered pages."""

from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

MOST_FIELDS = 20


async def read_form(request: Request, largest: int) -> dict[str, str] | None:
    """Return the fields of a form, None where its body is larger than any of ours or was cut off."""
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > largest:
                return None
    except ClientDisconnect:
        return None
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return None

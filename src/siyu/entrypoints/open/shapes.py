"""What OpenAPI says of bodies that routes read by themselves: beacons and compressed batches never pass a model."""

from typing import Any, Final

_TEXT: Final = {"type": "string"}
_OBJECT: Final = {"type": "object", "additionalProperties": True}
_FATE: Final = {"type": "string", "enum": ["kept", "duplicate", "dropped", "quarantined"]}

EVENT: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "type": _TEXT, "event": _TEXT, "messageId": _TEXT, "userId": _TEXT, "anonymousId": _TEXT,
        "identities": {"type": "object", "additionalProperties": _TEXT}, "timestamp": _TEXT, "sentAt": _TEXT,
        "properties": _OBJECT, "traits": _OBJECT, "context": _OBJECT, "verb": _TEXT, "previousId": _TEXT,
        "groupId": _TEXT, "itemType": _TEXT, "itemId": _TEXT, "writeKey": _TEXT,
    },
    "additionalProperties": True,
}  # fmt: skip
BATCH: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["batch"],
    "properties": {
        "batch": {"type": "array", "items": {"$ref": "#/components/schemas/CollectedEvent"}, "maxItems": 2_500},
        "sentAt": _TEXT,
        "context": _OBJECT,
        "writeKey": _TEXT,
    },
}
ANSWER: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["success", "results"],
    "properties": {
        "success": {"type": "boolean"},
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["messageId", "status"],
                "properties": {"messageId": _TEXT, "status": _FATE, "code": _TEXT, "message": _TEXT, "detail": _TEXT},
            },
        },
    },
}
SHARE: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["anonymousId"],
    "properties": {"anonymousId": _TEXT, "inviterToken": _TEXT},
}
TOKEN: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["token", "depth"],
    "properties": {"token": _TEXT, "depth": {"type": "integer"}},
}

SCHEMAS: Final = {
    "CollectedEvent": EVENT,
    "CollectedBatch": BATCH,
    "CollectAnswer": ANSWER,
    "SharingVisitor": SHARE,
    "ShareToken": TOKEN,
}


def described(body: str, answer: str, name: str | None = None) -> dict[str, Any]:
    """Keyword arguments for a collecting route: what it reads and answers (of SCHEMAS); a write key opens it."""
    reads = {"application/json": {"schema": _named(body)}, "text/plain": {"schema": _TEXT}}
    request_body = {"required": True, "content": reads}
    extra = {"x-permission": "write_key", "security": [{"key": []}, {"write_key": []}], "requestBody": request_body}
    answers: dict[int | str, dict[str, Any]] = {
        200: {"description": "Durable", "content": {"application/json": {"schema": _named(answer)}}}
    }
    return {"openapi_extra": extra, "responses": answers, "operation_id": name, "response_model": None}


def _named(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}

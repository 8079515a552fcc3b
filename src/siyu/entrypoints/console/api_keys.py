"""API keys: list, make (the secret is shown once), revoke."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from siyu.entrypoints.http import PageOut, PageQuery, Signed, Work, may, once_hiding, page_out
from siyu.team.access import service as access
from siyu.team.access.contract import ApiKey, KeyKind, NewKey

router = APIRouter(prefix="/v1/api-keys", tags=["api-keys"])


class WantedKey(BaseModel):
    name: str = Field(max_length=200)
    kind: KeyKind
    scopes: list[Annotated[str, Field(max_length=60)]] = Field(max_length=100)
    expires_at: AwareDatetime | None = None
    origins: list[Annotated[str, Field(max_length=300)]] = Field(default=[], max_length=50)


class ShownKey(BaseModel):
    """`secret` is shown once; null when the answer is a replay."""

    key: ApiKey
    secret: str | None


@router.get("", **may("keys:read"))
def keys(tx: Work, wanted: PageQuery) -> PageOut[ApiKey]:
    return page_out(access.keys(tx, wanted=wanted), lambda key: key)


@router.post("", status_code=201, **may("keys:write"))
@once_hiding("secret")
def make(wanted: WantedKey, tx: Work, by: Signed) -> ShownKey:
    new = NewKey(wanted.name, wanted.kind, tuple(wanted.scopes), wanted.expires_at, tuple(wanted.origins))
    made = access.make_key(tx, by=by, wanted=new)
    return ShownKey(key=made.key, secret=made.secret)


@router.delete("/{key_id}", status_code=204, **may("keys:write"))
def revoke(key_id: UUID, tx: Work) -> None:
    access.revoke_key(tx, key_id=key_id)

"""First run: does the house need an owner, and who becomes it."""

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from siyu.entrypoints.console.session import Session, Typed
from siyu.entrypoints.http import Guest, HouseOf, open_to_all, set_session_cookie
from siyu.team.access import service as access

router = APIRouter(prefix="/v1/setup", tags=["setup"])


class Setup(BaseModel):
    needs_owner: bool


class Claim(BaseModel):
    """`token` is the one in the link that the newest start of Siyu printed."""

    token: str = Field(max_length=200)
    email: str = Field(max_length=300)
    name: str = Field(max_length=200)
    password: Typed


@router.get("", **open_to_all())
def setup(tx: Guest) -> Setup:
    return Setup(needs_owner=access.needs_owner(tx))


@router.post("", **open_to_all())
def claim(wish: Claim, tx: Guest, response: Response, house: HouseOf) -> Session:
    signed_in = access.claim_setup(
        tx,
        token=wish.token,
        email=wish.email,
        name=wish.name,
        password=wish.password.get_secret_value(),
        session_hours=house.settings.team.session_hours,
    )
    set_session_cookie(response, signed_in.token, house)
    return Session.of(signed_in.visitor, house)

"""Sign in, see who one is, sign out, and change one's own password."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field, SecretStr

from siyu.entrypoints.house import House
from siyu.entrypoints.http import (
    HouseOf,
    Signed,
    Work,
    clear_session_cookie,
    client_ip,
    cookie_name,
    open_to_all,
    set_session_cookie,
    signed_only,
)
from siyu.entrypoints.problems import answer
from siyu.kernel.errors import FieldProblem
from siyu.kernel.tx import Actor
from siyu.team.access import service as access
from siyu.team.access.contract import CurrentPasswordWrong, NotSignedIn, Visitor
from siyu.team.staff.contract import Role

router = APIRouter(prefix="/v1/session", tags=["session"])

Typed = Annotated[SecretStr, Field(max_length=1000)]
"""A password as typed: bounded before anything is done with it; the rules for new ones are `team.access`'s."""


class SignIn(BaseModel):
    email: str = Field(max_length=300)
    password: Typed


class PasswordChange(BaseModel):
    current_password: Typed
    new_password: Typed


class Me(BaseModel):
    id: UUID
    email: str
    name: str
    role: Role


class Brand(BaseModel):
    name: str
    time_zone: str
    currency: str


class Session(BaseModel):
    """What the console knows about whoever uses it; `csrf_token` goes into `X-CSRF-Token` on every write."""

    staff: Me
    permissions: list[str]
    csrf_token: str
    brand: Brand
    version: str

    @classmethod
    def of(cls, visitor: Visitor, house: House) -> "Session":
        """`NotSignedIn` for a key: it has no session."""
        if visitor.staff is None or visitor.csrf_token is None:
            raise NotSignedIn
        member, brand = visitor.staff, house.settings.brand
        return cls(
            staff=Me(id=member.id, email=member.email, name=member.name, role=member.role),
            permissions=sorted(visitor.permissions),
            csrf_token=visitor.csrf_token,
            brand=Brand(name=brand.name, time_zone=brand.time_zone, currency=brand.currency),
            version=house.version,
        )


@router.get("", **signed_only())
def me(visitor: Signed, house: HouseOf) -> Session:
    return Session.of(visitor, house)


@router.post("", **open_to_all())
def sign_in(wish: SignIn, request: Request, response: Response, house: HouseOf) -> Session:
    """Takes no transaction of the request's own: tries are counted also when the answer is an error."""
    guest = Actor("system", None, "guest", client_ip(request), getattr(request.state, "request_id", None))
    signed_in = access.sign_in(
        house.begin,
        guest,
        email=wish.email,
        password=wish.password.get_secret_value(),
        session_hours=house.settings.team.session_hours,
        old_token=_token(request, house),
    )
    set_session_cookie(response, signed_in.token, house)
    return Session.of(signed_in.visitor, house)


@router.delete("", status_code=204, **signed_only())
def sign_out(tx: Work, visitor: Signed, request: Request, response: Response, house: HouseOf) -> None:
    token = _token(request, house)
    if visitor.staff is None or token is None:
        raise NotSignedIn
    access.sign_out(tx, token=token)
    clear_session_cookie(response, house)


@router.put("/password", status_code=204, response_model=None, **signed_only())
def change_password(
    change: PasswordChange, tx: Work, visitor: Signed, request: Request, response: Response, house: HouseOf
) -> Response | None:
    """Ends every session of this member, this one too; a wrong password is answered, not raised, to stay counted."""
    is_changed = access.change_password(
        tx,
        visitor=visitor,
        current_password=change.current_password.get_secret_value(),
        new_password=change.new_password.get_secret_value(),
    )
    if not is_changed:
        wrong = CurrentPasswordWrong
        return answer(
            request, wrong(fields=(FieldProblem("current_password", wrong.code, f"{wrong.zh} / {wrong.en}"),))
        )
    clear_session_cookie(response, house)
    return None


def _token(request: Request, house: House) -> str | None:
    return request.cookies.get(cookie_name(house))

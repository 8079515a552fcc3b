"""What machines ask: are you alive, are you ready, how are you doing."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from siyu.entrypoints.http import Work, house_of, may, open_to_all
from siyu.kernel import relay

router = APIRouter(tags=["health"])


@router.get("/healthz", **open_to_all())
def alive() -> dict[str, bool]:
    """The process answers."""
    return {"ok": True}


@router.get("/readyz", **open_to_all())
def ready(request: Request) -> Response:
    """Both stores answer; 503 when one does not."""
    house = house_of(request)
    try:
        with house.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        database = True
    except SQLAlchemyError:
        database = False
    warehouse = house.warehouse.health().ok
    return JSONResponse({"database": database, "warehouse": warehouse}, 200 if database and warehouse else 503)


@router.get("/metrics", **may("system:read"))
def metrics(tx: Work) -> Response:
    """Prometheus figures; ask with a secret key that holds `system:read`."""
    relay.measure(tx)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

"""The key with which a worker's device locks what is typed while there is no connection (see `device.js`)."""

from base64 import b64encode, urlsafe_b64encode
from uuid import UUID

from eenplan.core.keys import current


def device_key(actor_id: UUID) -> str:
    """32 bytes in base64, of this worker alone and the same at each visit: pages that keep words carry it.

    It follows from the server's secret: who finds the device, without signing in as this worker, reads nothing.
    """
    return b64encode(current().digest(f"eenplan:device:{actor_id}")).decode()


def device_mark(actor_id: UUID) -> str:
    """A short mark that tells a device whose words it keeps, so that another worker's stay as they are.

    It opens nothing, and tells nobody who it is of.
    """
    return urlsafe_b64encode(current().digest(f"eenplan:device-mark:{actor_id}")[:9]).decode()

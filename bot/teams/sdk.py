"""The one place where the SDK is imported, so that its side effects happen once and on our terms.

On import it reads a `.env` file of the working folder and warns about a preview feature that nobody here uses.
"""

from __future__ import annotations

import os
import warnings

os.environ["PYTHON_DOTENV_DISABLED"] = "1"  # must come before the import: secrets come from the environment alone

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from microsoft_teams.api.activities.install_update.add import InstalledActivity
    from microsoft_teams.api.activities.invoke.adaptive_card import AdaptiveCardInvokeActivity
    from microsoft_teams.api.activities.message.message import MessageActivity, MessageActivityInput
    from microsoft_teams.api.auth import JsonWebToken
    from microsoft_teams.api.auth.cloud_environment import PUBLIC, CloudEnvironment
    from microsoft_teams.api.auth.credentials import BasicTokenProvider
    from microsoft_teams.api.models.attachment import Attachment
    from microsoft_teams.apps import ActivityContext, App
    from microsoft_teams.apps.auth import TokenValidator
    from microsoft_teams.apps.events import ActivityEvent, CoreActivity
    from microsoft_teams.apps.http.adapter import HttpMethod, HttpRouteHandler
    from microsoft_teams.common import ClientOptions
    from microsoft_teams.common.http import Interceptor

__all__ = [
    "PUBLIC",
    "ActivityContext",
    "ActivityEvent",
    "AdaptiveCardInvokeActivity",
    "App",
    "Attachment",
    "BasicTokenProvider",
    "ClientOptions",
    "CloudEnvironment",
    "CoreActivity",
    "HttpMethod",
    "HttpRouteHandler",
    "InstalledActivity",
    "Interceptor",
    "JsonWebToken",
    "MessageActivity",
    "MessageActivityInput",
    "TokenValidator",
]

"""Where one signs in and out, and confirms who one is: what is used of allauth, and nothing else of it is reachable.

Nobody signs up, and there is no e-mail: whoever lost the password or the device gets a new link from the registrar.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from repatria.web.headers import CLEAR, CLEAR_ALL


def sign_out(request: HttpRequest) -> HttpResponse:
    """Signs out, and has the browser forget what it kept.

    What an officer's device keeps of a handover stays: it is sealed, it expires, and it may not have been sent yet.
    """
    seat = getattr(request, "seat", None)
    response: HttpResponse = account.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = CLEAR if seat and seat.actor.role == "officer" else CLEAR_ALL
    return response


def change_password(request: HttpRequest) -> HttpResponse:
    """Asks for a new password.

    Raises:
        Http404: There is none to change: a demo's seats have none.
    """
    if request.user.is_authenticated and not request.user.has_usable_password():
        raise Http404
    response: HttpResponse = account.password_change(request)
    return response


urlpatterns = [
    path("", account.login, name="account_login"),
    path("out/", sign_out, name="account_logout"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", change_password, name="account_change_password"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("factors/", factors.index, name="mfa_index"),
    path("factors/sign-in/", factors.authenticate, name="mfa_authenticate"),
    path("factors/again/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("factors/app/", app.activate_totp, name="mfa_activate_totp"),
    path("factors/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("factors/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("factors/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("factors/passkeys/sign-in/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("factors/passkeys/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("factors/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("factors/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("factors/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("factors/recovery/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("factors/recovery/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]

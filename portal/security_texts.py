"""What Flask-Security says, in our words. Its Spanish catalogue is es_ES and tuteos; ours is usted."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "GENERIC_AUTHN_FAILED": (_l("El correo o la clave no corresponden."), "error"),
    "GENERIC_RECOVERY": (
        _l("Si ese correo tiene cuenta, le llega un mensaje con el enlace para escribir otra clave."),
        "info",
    ),
    "UNAUTHORIZED": (_l("Su cuenta no abre esa página."), "error"),
    "UNAUTHENTICATED": (_l("Ingrese para abrir esa página."), "info"),
    "REAUTHENTICATION_REQUIRED": (_l("Escriba su clave otra vez para continuar."), "info"),
    "REAUTHENTICATION_SUCCESSFUL": (_l("Puede continuar."), "success"),
    "CONFIRM_REGISTRATION": (
        _l("Abra el enlace que enviamos a %(email)s para confirmar su correo. Después podrá ingresar."),
        "success",
    ),
    "EMAIL_CONFIRMED": (_l("Su correo quedó confirmado. Ya puede ingresar."), "success"),
    "ALREADY_CONFIRMED": (_l("Su correo ya estaba confirmado."), "info"),
    "INVALID_CONFIRMATION_TOKEN": (_l("Ese enlace no sirve. Pida otro abajo."), "error"),
    "CONFIRMATION_REQUIRED": (_l("Confirme su correo con el enlace que le enviamos."), "error"),
    "CONFIRMATION_REQUEST": (_l("Si %(email)s espera confirmación, le enviamos otro enlace."), "info"),
    "CONFIRMATION_EXPIRED": (_l("Ese enlace venció a los %(within)s. Pida otro abajo."), "error"),
    "EMAIL_NOT_PROVIDED": (_l("Escriba su correo."), "error"),
    "INVALID_EMAIL_ADDRESS": (_l("Escriba un correo completo, como ana@empresa.co."), "error"),
    "PASSWORD_NOT_PROVIDED": (_l("Escriba la clave."), "error"),
    "INVALID_PASSWORD": (_l("La clave no corresponde."), "error"),
    "INVALID_CODE": (_l("Ese código no corresponde. Escriba el que muestra ahora la aplicación."), "error"),
    "INVALID_RECOVERY_CODE": (_l("Ese código no corresponde o ya se usó."), "error"),
    "NO_RECOVERY_CODES_SETUP": (_l("Todavía no hay códigos de recuperación."), "info"),
    "DISABLED_ACCOUNT": (_l("Esta cuenta está cerrada. Escriba al soporte."), "error"),
    "PASSWORD_IS_THE_SAME": (_l("Escriba una clave distinta de la anterior."), "error"),
    "PASSWORD_CHANGE": (_l("Su clave cambió."), "success"),
    "PASSWORD_RESET_NO_LOGIN": (_l("Su clave cambió. Ingrese con la nueva."), "success"),
    "PASSWORD_RESET_REQUEST": (_l("Enviamos el enlace a %(email)s."), "info"),
    "PASSWORD_RESET_EXPIRED": (_l("Ese enlace venció a los %(within)s. Pida otro."), "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (_l("Ese enlace no sirve. Pida otro."), "error"),
    "RETYPE_PASSWORD_MISMATCH": (_l("Las dos claves no son iguales."), "error"),
    "PASSWORD_MISMATCH": (_l("Las dos claves no son iguales."), "error"),
    "FORGOT_PASSWORD": (_l("Recuperar la clave"), "info"),
    "TWO_FACTOR_INVALID_TOKEN": (
        _l("Ese código no corresponde. Escriba el que muestra ahora la aplicación."),
        "error",
    ),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (_l("Ingresó."), "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (_l("El segundo factor quedó activo."), "success"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (_l("Elija una de las opciones."), "error"),
    "TWO_FACTOR_PERMISSION_DENIED": (_l("Ingrese primero con su correo y su clave."), "error"),
    "TWO_FACTOR_DISABLED": (_l("El segundo factor quedó apagado."), "success"),
    "TWO_FACTOR_SETUP_EXPIRED": (_l("Pasaron %(within)s. Comience de nuevo."), "error"),
    "LOGIN": (_l("Ingrese para abrir esa página."), "info"),
    "REFRESH": (_l("Escriba su clave otra vez para continuar."), "info"),
}

SUBJECTS = {
    "EMAIL_SUBJECT_REGISTER": _l("Confirme su correo en Ventanilla"),
    "EMAIL_SUBJECT_CONFIRM": _l("Confirme su correo en Ventanilla"),
    "EMAIL_SUBJECT_PASSWORD_RESET": _l("Escriba una clave nueva para Ventanilla"),
    "EMAIL_SUBJECT_PASSWORD_NOTICE": _l("Su clave de Ventanilla cambió"),
    "EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": _l("Su clave de Ventanilla cambió"),
}

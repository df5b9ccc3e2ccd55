"""Answers that no sentence gives away: the elements of a SOAP fault, the status of the transport, a code."""

import pytest

from tests.knowledge.responses_read import certain, found

PHP = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body>'
    "<SOAP-ENV:Fault><faultcode>SOAP-ENV:Client</faultcode><faultstring>Operation &apos;uploadInvoice&apos; is not "
    "defined in the WSDL for this service</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>"
)
NET = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode>'
    '<faultstring xml:lang="es-CO">No se puede procesar el mensaje</faultstring></s:Fault></s:Body></s:Envelope>'
)
SOAP_12 = (
    '<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"><env:Body><env:Fault><env:Code><env:Value>'
    "env:Sender</env:Value></env:Code><env:Reason><env:Text>Bad Request</env:Text></env:Reason></env:Fault>"
    "</env:Body></env:Envelope>"
)


@pytest.mark.parametrize(
    "text",
    [
        PHP,
        NET,
        SOAP_12,
        PHP.replace("<", "&lt;").replace(">", "&gt;"),
        "<soap:Fault><faultcode>soap:Server</faultcode><faultstring>Error Fetching http headers</faultstring>"
        "</soap:Fault>",
        "<faultstring>Function (&quot;x&quot;) is not a valid method for this service</faultstring>",
        "PHP Fatal error:  Uncaught SoapFault exception: [SOAP-ENV:Server] Procedure not present in send.php:31",
        r"{\"body\":\"\u003cs:Fault\u003e\u003cReason\u003ex\"}",
    ],
    ids=["PHP", "NET", "SOAP 1.2", "escaped", "no envelope", "one element", "trace", "JSON"],
)
def test_a_soap_fault_is_known_by_its_elements(text: str) -> None:
    assert certain(text) == {"soap-fault"}


def test_an_answer_inside_a_fault_is_found_beside_it() -> None:
    text = "<s:Fault><faultstring>El parámetro XML debe contener un valor válido</faultstring></s:Fault>"
    assert found(text) == ["xml-empty", "soap-fault"]


@pytest.mark.parametrize(
    "text",
    [
        "<s:Envelope><s:Body><uploadInvoiceFile><username>901143311</username></uploadInvoiceFile></s:Body>",
        '<wsdl:operation name="x"><wsdl:fault name="y" message="z"/></wsdl:operation>',
    ],
)
def test_an_envelope_without_fault_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "<html><head><title>503 Service Temporarily Unavailable</title></head><body><center>"
        "<h1>503 Service Temporarily Unavailable</h1></center><hr><center>nginx</center></body></html>",
        "<title>ws.facturatech.co | 502: Bad gateway</title>",
        "System.Net.WebException: The remote server returned an error: (502) Bad Gateway.",
        "java.io.IOException: Server returned HTTP response code: 504 for URL: https://ws.facturatech.co/v2/pro/",
        "HTTP 504",
        "HTTP/1.1 503 Service Unavailable\r\nServer: cloudflare",
        "requests.exceptions.HTTPError: 502 Server Error: Bad Gateway for url: https://ws.facturatech.co/v2/pro/",
        "curl: (22) The requested URL returned error: 503",
        "AxiosError: Request failed with status code 502",
        "504 Gateway Timeout",
    ],
)
def test_the_edge_is_known_by_its_status(text: str) -> None:
    assert certain(text) == {"edge-unavailable"}


@pytest.mark.parametrize(
    "text",
    [
        "el puerto 502 del PLC modbus",
        "<xml><total>504</total></xml>",
        "https://ws.example.co:8502/ 504 facturas",
        "HTTP 200",
        "La factura 503 no llegó",
        "factura http 5021",
    ],
)
def test_a_number_alone_is_no_status(text: str) -> None:
    assert "edge-unavailable" not in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "404 ADQ_6 no informado",
        "Regla FAK20: ADQ_6 no informado",
        "adq_6 NO INFORMADO",
        "(FAK20) ADQ_6 no informado",
    ],
)
def test_the_missing_name_of_the_buyer_needs_no_code_behind_it(text: str) -> None:
    assert "buyer-name-missing" in certain(text)

"""A correct layout invoice with as many lines as asked for."""

from collections.abc import Iterable
from decimal import Decimal

PRICE, TAX = Decimal("12500.00"), Decimal("2375.00")  # one unit and its 19 %

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<FACTURA>
  <ENC><ENC_1>INVOIC</ENC_1><ENC_2>900373115</ENC_2><ENC_3>1020304050</ENC_3><ENC_4>UBL 2.1</ENC_4>
    <ENC_5>DIAN 2.1</ENC_5><ENC_6>TDP42</ENC_6><ENC_7>2026-10-05</ENC_7><ENC_8>09:30:00-05:00</ENC_8>
    <ENC_9>01</ENC_9><ENC_10>COP</ENC_10><ENC_15>{lines}</ENC_15><ENC_20>2</ENC_20><ENC_21>10</ENC_21></ENC>
  <EMI><EMI_1>1</EMI_1><EMI_2>900373115</EMI_2><EMI_3>31</EMI_3><EMI_6>Taller del Prado SAS</EMI_6>
    <EMI_7>Taller del Prado SAS</EMI_7><EMI_10>Calle 70 # 12-34</EMI_10><EMI_11>08</EMI_11>
    <EMI_13>BARRANQUILLA</EMI_13><EMI_15>CO</EMI_15><EMI_19>ATLÁNTICO</EMI_19><EMI_22>3</EMI_22>
    <EMI_23>08001</EMI_23><EMI_24>Taller del Prado SAS</EMI_24>
    <TAC><TAC_1>R-99-PN</TAC_1></TAC>
    <DFE><DFE_1>08001</DFE_1><DFE_2>08</DFE_2><DFE_3>CO</DFE_3><DFE_4>080001</DFE_4><DFE_5>COLOMBIA</DFE_5>
      <DFE_6>ATLÁNTICO</DFE_6><DFE_7>BARRANQUILLA</DFE_7><DFE_8>Calle 70 # 12-34</DFE_8></DFE>
    <ICC><ICC_1>0</ICC_1><ICC_9>TDP</ICC_9></ICC>
    <CDE><CDE_2>Facturación</CDE_2><CDE_3>6050000000</CDE_3><CDE_4>facturas@example.com</CDE_4></CDE>
    <GTE><GTE_1>01</GTE_1><GTE_2>IVA</GTE_2></GTE></EMI>
  <ADQ><ADQ_1>2</ADQ_1><ADQ_2>1020304050</ADQ_2><ADQ_3>13</ADQ_3><ADQ_6>Luz Ríos Mejía</ADQ_6>
    <ADQ_7>Luz Ríos Mejía</ADQ_7><ADQ_8>Luz</ADQ_8><ADQ_9>Ríos Mejía</ADQ_9><ADQ_10>Carrera 9 # 8-7</ADQ_10>
    <ADQ_11>11</ADQ_11><ADQ_13>BOGOTÁ, D.C.</ADQ_13><ADQ_14>110111</ADQ_14><ADQ_15>CO</ADQ_15>
    <ADQ_19>BOGOTÁ</ADQ_19><ADQ_21>COLOMBIA</ADQ_21><ADQ_23>11001</ADQ_23><ADQ_24>Luz Ríos Mejía</ADQ_24>
    <TCR><TCR_1>R-99-PN</TCR_1></TCR>
    <ILA><ILA_1>Luz Ríos Mejía</ILA_1><ILA_2>1020304050</ILA_2><ILA_3>13</ILA_3></ILA>
    <CDA><CDA_2>Luz Ríos Mejía</CDA_2><CDA_3>3000000000</CDA_3><CDA_4>luz@example.com</CDA_4></CDA>
    <GTA><GTA_1>ZZ</GTA_1><GTA_2>No aplica</GTA_2></GTA></ADQ>
  <TOT><TOT_1>{net}</TOT_1><TOT_2>COP</TOT_2><TOT_3>{net}</TOT_3><TOT_4>COP</TOT_4><TOT_5>{gross}</TOT_5>
    <TOT_6>COP</TOT_6><TOT_7>{gross}</TOT_7><TOT_8>COP</TOT_8></TOT>
  <TIM><TIM_1>false</TIM_1><TIM_2>{tax}</TIM_2><TIM_3>COP</TIM_3>
    <IMP><IMP_1>01</IMP_1><IMP_2>{net}</IMP_2><IMP_3>COP</IMP_3><IMP_4>{tax}</IMP_4><IMP_5>COP</IMP_5>
      <IMP_6>19.00</IMP_6></IMP></TIM>
  <DRF><DRF_1>18764000012345</DRF_1><DRF_2>2026-01-19</DRF_2><DRF_3>2028-01-19</DRF_3><DRF_4>TDP</DRF_4>
    <DRF_5>1</DRF_5><DRF_6>5000</DRF_6></DRF>
  <MEP><MEP_1>10</MEP_1><MEP_2>1</MEP_2></MEP>
"""
LINE = """  <ITE><ITE_1>{number}</ITE_1><ITE_3>1.00</ITE_3><ITE_4>94</ITE_4><ITE_5>{net}</ITE_5>
    <ITE_6>COP</ITE_6><ITE_7>{net}</ITE_7><ITE_8>COP</ITE_8><ITE_11>Repuesto {number}</ITE_11>
    <ITE_19>{net}</ITE_19><ITE_20>COP</ITE_20><ITE_21>{gross}</ITE_21><ITE_22>COP</ITE_22>
    <ITE_27>1.00</ITE_27><ITE_28>94</ITE_28>
    <IAE><IAE_1>R{number}</IAE_1><IAE_2>999</IAE_2></IAE>
    <TII><TII_1>{tax}</TII_1><TII_2>COP</TII_2><TII_3>false</TII_3>
      <IIM><IIM_1>01</IIM_1><IIM_2>{tax}</IIM_2><IIM_3>COP</IIM_3><IIM_4>{net}</IIM_4><IIM_5>COP</IIM_5>
        <IIM_6>19.00</IIM_6></IIM></TII></ITE>
"""


def invoice(lines: int, wrong: bool = False) -> bytes:
    """An invoice of `lines` equal lines as layout XML in UTF-8; `wrong` makes the tax of each one differ."""
    return "".join(_parts(lines, wrong)).encode()


def _parts(lines: int, wrong: bool) -> Iterable[str]:
    yield HEAD.format(lines=lines, **_money(lines))
    one = _money(1)
    if wrong:
        one["tax"] += 100
    yield from (LINE.format(number=number, **one) for number in range(1, lines + 1))
    yield "</FACTURA>\n"


def _money(units: int) -> dict[str, Decimal]:
    net, tax = PRICE * units, TAX * units
    return {"net": net, "tax": tax, "gross": net + tax}

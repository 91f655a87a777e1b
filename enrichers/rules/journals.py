"""ISSNs of MDPI's journals, and the codes that stand for them in DOIs."""

from collections.abc import Mapping
from typing import Final

_TABLE = """
1099-4300 e             1420-3049 molecules     1422-0067 ijms
1424-8220 s             1660-3397 md            1660-4601 ijerph        1911-8074 jrfm
1996-1073 en            1996-1944 ma            1999-4893 a             1999-4907 f
1999-4915 v             1999-5903 fi            2071-1050 su            2072-4292 rs
2072-6643 nu            2072-6651 toxins        2072-666X mi            2072-6694 cancers
2073-4336 g             2073-4352 cryst         2073-4360 polym         2073-4395 agronomy
2073-4409 cells         2073-4425 genes         2073-4433 atmos         2073-4441 w
2073-445X land          2073-8994 sym           2073-431X computers     2075-1680 axioms
2075-1702 machines      2075-4418 diagnostics   2076-0817 pathogens     2076-2607 microorganisms
2076-2615 ani           2076-3263 geosciences   2076-3417 app           2076-3425 brainsci
2076-393X vaccines      2077-0383 jcm           2077-1312 jmse          2078-2489 info
2079-4991 nano          2079-6412 coatings      2079-7737 biology       2079-9292 electronics
2218-1997 universe      2218-273X biom          2218-6581 robotics      2220-9964 ijgi
2223-7747 plants        2225-1146 econometrics  2225-1154 cli           2226-4310 aerospace
2227-7080 technologies  2227-7102 educsci       2227-7390 math          2227-9032 healthcare
2227-9091 risks         2227-9717 pr            2297-8747 mca           2304-6732 photonics
2304-8158 foods         2306-5338 hydrology     2306-5354 bioengineering 2306-5729 data
2311-5521 fluids        2313-433X jimaging      2504-2289 bdcc          2504-446X drones
2504-4990 make          2571-905X stats         2571-9394 forecast      2624-8174 physics
2673-2688 ai            2673-3951 modelling
"""

_WORDS = _TABLE.lower().split()
MDPI_CODES: Final[Mapping[str, str]] = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))

// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.bond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BondSpecTest {
    @Test
    void shouldReadNameModeAndLinks() {
        final BondSpec spec = BondSpec.parse("bond0=balance-xor:eth0,eth1,eth2");

        assertThat(spec).isEqualTo(new BondSpec("bond0", BondMode.BALANCE_XOR, List.of("eth0", "eth1", "eth2")));
        assertThat(BondSpec.parse(spec.text())).isEqualTo(spec);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bond0 | expected NAME=MODE:LINK,LINK",
                "bond0=active-backup | expected NAME=MODE:LINK,LINK",
                "bond0=802.3ad:eth0 | expected active-backup or balance-xor",
                "=active-backup:eth0 | needs a name",
                "bond0=active-backup: | 1..6 links",
                "bond0=active-backup:eth0, | 1..6 links",
                "bond0=active-backup:a,b,c,d,e,f,g | 1..6 links",
                "bond0=active-backup:a,b,a | a link is named twice",
            })
    void shouldSayWhatIsWrong(final String text, final String wrong) {
        assertThatThrownBy(() -> BondSpec.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(wrong);
    }
}

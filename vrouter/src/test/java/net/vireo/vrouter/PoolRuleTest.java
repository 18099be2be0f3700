// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import net.vireo.port.pool.PacketPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Page 145: how large the packet memory has to be. */
class PoolRuleTest {
    /** The guide's rule: max(16384, 2 (rxd + txd) cores ports). Page 66 has 16384 buffers, page 145 65536. */
    @ParameterizedTest
    @CsvSource({
        "128, 128, 4, 1, 16384",
        "128, 128, 4, 2, 16384",
        "2048, 2048, 2, 1, 16384",
        "2048, 2048, 4, 2, 65536",
        "2048, 2048, 8, 2, 131072",
        "2048, 2048, 9, 2, 147456",
    })
    void shouldKnowContrailsRule(final int rxd, final int txd, final int lcores, final int ports, final long buffers) {
        assertThat(PoolRule.contrailBuffers(rxd, txd, lcores, ports)).isEqualTo(buffers);
    }

    @ParameterizedTest
    @CsvSource({"16384, 1024", "131072, 1024", "131073, 2048"})
    void shouldKnowHowMuchMemoryContrailReserves(final long buffers, final int megabytes) {
        assertThat(PoolRule.contrailSocketMb(buffers)).isEqualTo(megabytes);
    }

    /** 2 x 2 x (256 + 32 + 64) + 2 x 1024 + 2 x 1024 + 3000 = 8504, in whole 1024s. */
    @Test
    void shouldAddUpWhereBuffersCanBe() {
        final PoolRule rule = new PoolRule(2, 2, RingSizes.DEFAULT);
        assertThat(rule.smallTerms().values()).containsExactly(1408, 2048, 2048, 3000);
        assertThat(rule.sizes()).isEqualTo(new PacketPool.Sizes(9216, 512));
        assertThat(VrouterConfig.of("a", Path.of("/x")).poolSizes())
                .as("the default")
                .isEqualTo(rule.sizes());
    }

    @Test
    void shouldNeedNoRingsForOneLcore() {
        assertThat(new PoolRule(1, 1, RingSizes.DEFAULT).smallTerms().values()).containsExactly(704, 0, 0, 3000);
        assertThat(new PoolRule(1, 1, RingSizes.DEFAULT).sizes().smallCount()).isEqualTo(8192);
    }

    @Test
    void shouldGrowWithLcoresQueuesAndRings() {
        assertThat(new PoolRule(64, 64, RingSizes.DEFAULT).sizes().smallCount()).isEqualTo(115_712);
        assertThat(new PoolRule(2, 1000, RingSizes.DEFAULT).sizes().largeCount())
                .isEqualTo(1128);
        assertThat(new PoolRule(2, 2, new RingSizes(65536, 64, 64, 64)).sizes().smallCount())
                .isGreaterThan(131_072);
        assertThatThrownBy(() -> new PoolRule(0, 1, RingSizes.DEFAULT)).hasMessageContaining("1 or more");
    }
}

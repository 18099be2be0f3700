// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The objects themselves, and their way to bytes and back. */
class SandeshObjectTest {
    private static final long SEED = 20261122L;

    @Test
    void shouldReadBackWhateverWasWritten() {
        final RandomObjects random = new RandomObjects(new Random(SEED));
        for (int i = 0; i < 5_000; i++) {
            final SandeshObject<?> object = random.next();

            final byte[] bytes = ObjectWriter.encode(object);
            final List<SandeshObject<?>> read = ObjectReader.readAll(bytes);

            assertThat(read).as("object %d of seed %d", i, SEED).hasSize(1);
            assertThat(read.getFirst()).as("object %d of seed %d", i, SEED).isEqualTo(object);
            assertThat(ObjectWriter.encode(read.getFirst())).isEqualTo(bytes);
        }
    }

    @Test
    void shouldKnowEveryKindByItsName() {
        for (final var kind : RandomObjects.KINDS) {
            final SandeshObject<?> object = kind.get();

            assertThat(ObjectKinds.create(object.objectName())).isExactlyInstanceOf(object.getClass());
        }
    }

    @Test
    void shouldStartWithZeroAndEmptyFields() {
        final VrNexthop nexthop = new VrNexthop();

        assertThat(nexthop.value(VrNexthop.ID)).isZero();
        assertThat(nexthop.value(VrNexthop.ENCAP)).isEmpty();
        assertThat(nexthop.value(VrNexthop.NH_LIST)).isEmpty();
        assertThat(new VrInterface().value(VrInterface.NAME)).isEmpty();
        assertThat(new VrInterface().value(VrInterface.HW_QUEUES)).isEmpty();
    }

    @Test
    void shouldGiveBackSignedAndUnsignedNumbersAsTheFieldDeclaresThem() {
        final VrFlow flow = new VrFlow().put(VrFlow.FLOW_SPORT, -1).put(VrFlow.ACTION, 0xffff);
        final VrInterface vif = new VrInterface().put(VrInterface.HW_QUEUES, 0xffff, 7);
        final VrNexthop nexthop = new VrNexthop().put(VrNexthop.TYPE, 0xff);

        assertThat(flow.value(VrFlow.FLOW_SPORT)).isEqualTo(65535);
        assertThat(flow.value(VrFlow.ACTION)).isEqualTo(-1);
        assertThat(vif.value(VrInterface.HW_QUEUES)).containsExactly(-1, 7);
        assertThat(nexthop.value(VrNexthop.TYPE)).isEqualTo(-1);
    }

    @Test
    void shouldRefuseANumberThatTheFieldCannotHold() {
        final VrNexthop nexthop = new VrNexthop();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> nexthop.put(VrNexthop.TYPE, 256))
                .withMessage("nhr_type holds 8 bits, 256 does not fit");
        assertThatIllegalArgumentException().isThrownBy(() -> nexthop.put(VrNexthop.TYPE, -129));
        assertThatIllegalArgumentException().isThrownBy(() -> nexthop.put(VrNexthop.NH_COUNT, 0x10000));
    }

    @Test
    void shouldNotShareItsListsWithAnyone() {
        final byte[] prefix = {10, 0, 0, 1};
        final VrRoute route = new VrRoute().put(VrRoute.PREFIX, prefix);

        prefix[0] = 11;
        route.value(VrRoute.PREFIX)[1] = 12;

        assertThat(route.value(VrRoute.PREFIX)).containsExactly(10, 0, 0, 1);
    }

    @Test
    void shouldTakeTheOperationFromTheFirstField() {
        assertThat(new VrMpls().op(SandeshOp.DUMP).value(VrMpls.H_OP)).isEqualTo(3);
        assertThat(new VrMpls().put(VrMpls.H_OP, 2).op()).isEqualTo(SandeshOp.DEL);
        assertThat(new VrMpls().put(VrMpls.H_OP, 77).op()).isEqualTo(SandeshOp.UNKNOWN);
        assertThat(new VrMpls().put(VrMpls.H_OP, 77).opCode()).isEqualTo(77);
    }

    @Test
    void shouldReadWellInALogLine() {
        assertThat(new VrMpls().op(SandeshOp.GET).put(VrMpls.LABEL, 42)).hasToString("vr_mpls_req{GET, mr_label=42}");
        assertThat(new VrInterface()
                        .put(VrInterface.NAME, "tap1")
                        .put(VrInterface.MAC, WireMac.toBytes(0x02_00_00_00_00_01L)))
                .hasToString("vr_interface_req{ADD, vifr_name=\"tap1\", vifr_mac=020000000001}");
    }

    @Test
    void shouldFindDropCountersByTheirFieldId() {
        assertThat(VrDropStats.counter(4)).isSameAs(VrDropStats.DISCARD);
        assertThat(VrDropStats.counter(58)).isSameAs(VrDropStats.INVALID_UNDERLAY_ECMP);
        assertThatIllegalArgumentException().isThrownBy(() -> VrDropStats.counter(5));
        assertThatIllegalArgumentException().isThrownBy(() -> VrDropStats.counter(59));
    }
}

// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the decoder forgives and what it refuses (sheet vrouter-wire, section 4). */
class ObjectReaderTest {
    private static final String LABEL_42 = "08 0002 0000002a ";
    private static final String NEXTHOP_44 = "08 0004 0000002c ";
    private static final String STOP = "00";

    private static VrMpls label(final String fields) {
        return (VrMpls) ObjectReader.readAll(Hex.bytes(Hex.MPLS + fields)).getFirst();
    }

    @Test
    void shouldLeaveMissingFieldsZero() {
        assertThat(label(STOP)).isEqualTo(new VrMpls());
        assertThat(label(NEXTHOP_44 + STOP)).isEqualTo(new VrMpls().put(VrMpls.NHID, 44));
    }

    @Test
    void shouldTakeFieldsInAnyOrder() {
        assertThat(label(NEXTHOP_44 + LABEL_42 + "08 0001 00000001" + STOP))
                .isEqualTo(new VrMpls().op(SandeshOp.GET).put(VrMpls.LABEL, 42).put(VrMpls.NHID, 44));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01 0099", // void
                "02 0099 01", // bool
                "03 0099 ff", // byte
                "04 0099 0102030405060708", // double
                "06 0099 0102", // i16
                "08 0099 01020304", // i32
                "09 0099 0102030405060708", // u64
                "0a 0099 0102030405060708", // i64
                "0b 0099 00000003 616263", // string
                "0c 0099 08 0001 00000001 0b 0002 00000001 61 00", // struct
                "0d 0099 08 0b 00000002 00000001 00000001 61 00000002 00000000", // map of i32 to string
                "0d 0099 01 01 ffffffff", // map of nothing to nothing
                "0e 0099 06 00000002 00010002", // set of i16
                "0f 0099 08 00000002 00000001 00000002", // list of i32
                "0f 0099 01 ffffffff", // list of void
                "0f 0099 0b 00000002 00000001 61 00000000", // list of strings
                "0f 0099 0c 00000002 00 03 0001 05 00", // list of structs
                "0f 0099 0f 00000002 03 00000001 07 03 00000000", // list of lists
                "0f 0099 63 00000000", // empty list of something unheard of
                "10 0099 00000001 61", // utf8
                "12 0099 00000001 61 08 0001 00000001 00", // sandesh
                "13 0099 0102", // u16
                "14 0099 01020304", // u32
                "15 0099 00000001 61", // xml
                "16 0099 01020304", // ipv4
                "17 0099 000102030405060708090a0b0c0d0e0f", // uuid
                "08 8001 01020304", // a negative id
            })
    void shouldSkipAFieldItDoesNotKnow(final String field) {
        assertThat(label(field + LABEL_42 + STOP)).isEqualTo(new VrMpls().put(VrMpls.LABEL, 42));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0a 0002 0000000000000007",
                "14 0002 00000007",
                "0b 0002 00000001 37",
                "0f 0002 08 00000001 00000007"
            })
    void shouldSkipAKnownFieldOfAnotherType(final String field) {
        assertThat(label(field + NEXTHOP_44 + STOP)).isEqualTo(new VrMpls().put(VrMpls.NHID, 44));
    }

    @Test
    void shouldSkipAKnownListOfAnotherElementType() {
        final byte[] route = Hex.bytes("0000000c 76725f726f7574655f726571"
                + "0f 0004 08 00000001 0a010103" // rtr_prefix as a list of i32
                + "08 0005 00000020 00");

        assertThat(ObjectReader.readAll(route).getFirst()).isEqualTo(new VrRoute().put(VrRoute.PREFIX_LEN, 32));
    }

    @Test
    void shouldCutATextAtItsFirstNul() {
        final byte[] vif = Hex.bytes("00000010 76725f696e746572666163655f726571 0b 000a 00000006 746170310000 00");

        assertThat(((VrInterface) ObjectReader.readAll(vif).getFirst()).value(VrInterface.NAME))
                .isEqualTo("tap1");
    }

    @Test
    void shouldReadSeveralObjects() {
        assertThat(ObjectReader.readAll(Hex.bytes(Hex.MPLS + LABEL_42 + STOP + Hex.MPLS + NEXTHOP_44 + STOP)))
                .isEqualTo(List.of(new VrMpls().put(VrMpls.LABEL, 42), new VrMpls().put(VrMpls.NHID, 44)));
    }

    @Test
    void shouldTakeZerosBehindTheLastObjectForPadding() {
        assertThat(ObjectReader.readAll(Hex.bytes(Hex.MPLS + LABEL_42 + STOP + "000000")))
                .hasSize(1);
    }

    @Test
    void shouldStopAtAnObjectOfUnknownKindAndNameIt() {
        final ObjectReader reader =
                new ObjectReader(Hex.bytes(Hex.MPLS + LABEL_42 + STOP + "00000006 76725f6e6577 08 0001 00000001 00"));

        assertThat(reader.next()).isEqualTo(new VrMpls().put(VrMpls.LABEL, 42));
        assertThat(reader.unknownName()).isNull();
        assertThat(reader.next()).isNull();
        assertThat(reader.unknownName()).isEqualTo("vr_new");
        assertThat(reader.next()).isNull();
    }

    @Test
    void shouldShowNoControlCharactersOfAnUnknownName() {
        final ObjectReader reader = new ObjectReader(Hex.bytes("00000004 1b5b0a41 00"));

        assertThat(reader.next()).isNull();
        assertThat(reader.unknownName()).isEqualTo(".[.A");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // no stop: the field list ends
                "08 0002 0000", // a number is cut
                "08 00", // an id is cut
                "0b 0099 00000010 61", // a text is shorter than it says
                "0b 0099 ffffffff 61", // a text of 4 GiB
                "0f 0099 03 7fffffff 00", // a list of 2 GiB
                "0f 0099 0f 00000003 03 00000000 00", // a list of lists that do not fit
                "0e 0099 08 40000000 00", // a set whose bytes overflow 32 bits
                "0d 0099 08 08 00000010 00", // a map that is cut
                "63 0099 00", // a type unheard of
                "18 0099 00", // an address of either family: its length is not known
                "0f 0099 63 00000001 00", // a list of something unheard of
            })
    void shouldRefuseWhatIsCutOrLies(final String fields) {
        assertThatExceptionOfType(SandeshException.class)
                .isThrownBy(() -> label(fields))
                .withMessageMatching(".+ \\(at byte \\d+\\)");
    }

    @Test
    void shouldRefuseValuesNestedTooDeep() {
        assertThatExceptionOfType(SandeshException.class)
                .isThrownBy(() -> label("0f 0099 " + "0f 00000001 ".repeat(2000) + "03 00000000" + STOP))
                .withMessageContaining("nested deeper than 8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000 00", "ffffffff 41", "00000041 41", "0000", "00000005 41"})
    void shouldRefuseANameThatIsNone(final String payload) {
        assertThatExceptionOfType(SandeshException.class)
                .isThrownBy(() -> new ObjectReader(Hex.bytes(payload + "41")).next());
    }

    @Test
    void shouldSayWhereAndWhy() {
        assertThatExceptionOfType(SandeshException.class)
                .isThrownBy(() -> label("0f 0099 03 7fffffff 00"))
                .withMessage("a count of 2147483647 where 1 bytes are left (at byte 19)")
                .satisfies(refused -> assertThat(refused.offset()).isEqualTo(19));
    }
}

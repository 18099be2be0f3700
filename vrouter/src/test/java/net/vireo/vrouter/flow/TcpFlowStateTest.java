// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static net.vireo.vrouter.flow.TcpFlowState.DEAD;
import static net.vireo.vrouter.flow.TcpFlowState.ESTABLISHED;
import static net.vireo.vrouter.flow.TcpFlowState.ESTABLISHED_R;
import static net.vireo.vrouter.flow.TcpFlowState.FIN;
import static net.vireo.vrouter.flow.TcpFlowState.FIN_R;
import static net.vireo.vrouter.flow.TcpFlowState.HALF_CLOSE;
import static net.vireo.vrouter.flow.TcpFlowState.HEADER_ACK;
import static net.vireo.vrouter.flow.TcpFlowState.HEADER_FIN;
import static net.vireo.vrouter.flow.TcpFlowState.HEADER_RST;
import static net.vireo.vrouter.flow.TcpFlowState.HEADER_SYN;
import static net.vireo.vrouter.flow.TcpFlowState.RST;
import static net.vireo.vrouter.flow.TcpFlowState.SYN;
import static net.vireo.vrouter.flow.TcpFlowState.SYN_R;
import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.vrouter.table.Quiescence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections as their segments pass: a client (forward flow) and a server (reverse flow). */
class TcpFlowStateTest {
    private static final int OPEN_CLIENT = SYN | SYN_R | ESTABLISHED | ESTABLISHED_R;
    private static final int CLIENT_ISN = 0xffff_fff0; // the numbers wrap in every connection
    private static final int SERVER_ISN = 5000;

    private final FlowTable table = FlowTable.anonymous(new FlowLayout(16, 0, 1), Quiescence.NEVER);
    private final FlowTcp tcp = new FlowTcp(table);
    private final int client;
    private final int server;
    private boolean anyReset;

    TcpFlowStateTest() {
        final FlowKeys keys = new FlowKeys(1);
        keys.ipv4(0, 1, 6, 1000, 80, 1, 2);
        client = table.create(keys, 0, 0);
        keys.ipv4(0, 2, 6, 80, 1000, 2, 1);
        server = new FlowControl(table)
                .set(TestFlows.forward(-1, 0, keys, client), 0)
                .index();
    }

    @Test
    void shouldEstablishEachSideWhenItsSynIsAcknowledged() {
        fromClient(HEADER_SYN, CLIENT_ISN, 0, 0);
        assertStates(SYN, SYN_R);
        fromServer(HEADER_SYN | HEADER_ACK, SERVER_ISN, CLIENT_ISN + 1, 0);
        assertStates(SYN | SYN_R | ESTABLISHED, SYN | SYN_R | ESTABLISHED_R);
        fromClient(HEADER_ACK, CLIENT_ISN + 1, SERVER_ISN + 1, 0);
        assertStates(OPEN_CLIENT, OPEN_CLIENT);
    }

    @Test
    void shouldEstablishASimultaneousOpen() {
        fromClient(HEADER_SYN, CLIENT_ISN, 0, 0);
        fromServer(HEADER_SYN, SERVER_ISN, 0, 0);
        fromClient(HEADER_SYN | HEADER_ACK, CLIENT_ISN, SERVER_ISN + 1, 0);
        fromServer(HEADER_SYN | HEADER_ACK, SERVER_ISN, CLIENT_ISN + 1, 0);
        assertStates(OPEN_CLIENT, OPEN_CLIENT);
    }

    @Test
    void shouldEstablishAFastOpenWhoseSynCarriedData() {
        fromClient(HEADER_SYN, CLIENT_ISN, 0, 100);
        fromServer(HEADER_SYN | HEADER_ACK, SERVER_ISN, CLIENT_ISN + 101, 0);
        assertStates(SYN | SYN_R | ESTABLISHED, SYN | SYN_R | ESTABLISHED_R);
    }

    @Test
    void shouldNotEstablishByAnAcknowledgementOfSomethingElse() {
        fromClient(HEADER_SYN, CLIENT_ISN, 0, 0);
        fromServer(HEADER_SYN | HEADER_ACK, SERVER_ISN, CLIENT_ISN, 0);
        assertStates(SYN | SYN_R, SYN | SYN_R);
        fromServer(HEADER_ACK, SERVER_ISN + 1, CLIENT_ISN + 0x20000, 0);
        assertStates(SYN | SYN_R, SYN | SYN_R);
    }

    @Test
    void shouldDieWhenBothFinsAreAcknowledged() {
        open();
        fromClient(HEADER_FIN | HEADER_ACK, CLIENT_ISN + 1, SERVER_ISN + 1, 10);
        assertStates(OPEN_CLIENT | FIN, OPEN_CLIENT | FIN_R);
        fromServer(HEADER_ACK, SERVER_ISN + 1, CLIENT_ISN + 11, 0);
        assertStates(OPEN_CLIENT | FIN, OPEN_CLIENT | FIN_R);
        fromServer(HEADER_ACK, SERVER_ISN + 1, CLIENT_ISN + 12, 0);
        assertStates(OPEN_CLIENT | FIN | HALF_CLOSE, OPEN_CLIENT | FIN_R);
        fromServer(HEADER_FIN | HEADER_ACK, SERVER_ISN + 1, CLIENT_ISN + 12, 0);
        assertStates(OPEN_CLIENT | FIN | HALF_CLOSE | FIN_R, OPEN_CLIENT | FIN | FIN_R);
        fromClient(HEADER_ACK, CLIENT_ISN + 12, SERVER_ISN + 2, 0);
        final int closed = OPEN_CLIENT | FIN | FIN_R | HALF_CLOSE | DEAD;
        assertStates(closed, closed);
    }

    @Test
    void shouldDieWhenBothCloseAtOnce() {
        open();
        fromClient(HEADER_FIN | HEADER_ACK, CLIENT_ISN + 1, SERVER_ISN + 1, 0);
        fromServer(HEADER_FIN | HEADER_ACK, SERVER_ISN + 1, CLIENT_ISN + 1, 0);
        fromClient(HEADER_ACK, CLIENT_ISN + 2, SERVER_ISN + 2, 0);
        fromServer(HEADER_ACK, SERVER_ISN + 2, CLIENT_ISN + 2, 0);
        assertThat(state(client) & DEAD).isNotZero();
        assertThat(state(server) & DEAD).isNotZero();
    }

    @Test
    void shouldKeepAFinsNumberWhenASynComesOutOfTurn() {
        open();
        fromClient(HEADER_FIN | HEADER_ACK, CLIENT_ISN + 1, SERVER_ISN + 1, 0);
        fromClient(HEADER_SYN, 77, 0, 0);
        fromServer(HEADER_ACK, SERVER_ISN + 1, CLIENT_ISN + 2, 0);
        assertThat(state(client) & HALF_CLOSE).isNotZero();
    }

    /** RFC 5961, section 3.2: the number must be exactly the one that the receiver waits for. */
    @ParameterizedTest
    @CsvSource({"0, true", "1, false", "-1, false", "1000, false"})
    void shouldBelieveAResetOnlyWithTheExactNumber(final int off, final boolean dies) {
        open();
        fromServer(HEADER_ACK, SERVER_ISN + 1, CLIENT_ISN + 50, 0);
        fromClient(HEADER_RST, CLIENT_ISN + 50 + off, 0, 0);
        assertThat((state(client) & (RST | DEAD)) == (RST | DEAD)).isEqualTo(dies);
        assertThat((state(server) & DEAD) != 0).isEqualTo(dies);
    }

    /** RFC 9293, section 3.10.7.3: the answer to a SYN must acknowledge it. */
    @ParameterizedTest
    @CsvSource({"true, 1, true", "true, 0, false", "true, 2, false", "false, 1, false"})
    void shouldBelieveARefusalOnlyWhenItAcknowledgesTheSyn(final boolean hasAck, final int ahead, final boolean dies) {
        fromClient(HEADER_SYN, CLIENT_ISN, 0, 0);
        fromServer(HEADER_RST | (hasAck ? HEADER_ACK : 0), 0, CLIENT_ISN + ahead, 0);
        assertThat((state(client) & DEAD) != 0).isEqualTo(dies);
        assertThat((state(server) & (RST | DEAD)) == (RST | DEAD)).isEqualTo(dies);
    }

    @Test
    void shouldBelieveAnyResetWhenToldTo() {
        anyReset = true;
        open();
        fromClient(HEADER_RST, 12345, 0, 0);
        assertThat(state(client)).isEqualTo(OPEN_CLIENT | RST | DEAD);
        assertThat(state(server)).isEqualTo(OPEN_CLIENT | DEAD);
    }

    @Test
    void shouldNotBelieveAResetOfAFlowWithoutReverse() {
        open();
        table.slots().changeFlags(client, 0, FlowState.RFLOW_VALID);
        fromClient(HEADER_RST, 0, 0, 0);
        assertThat(state(client) & DEAD).isZero();
    }

    @Test
    void shouldSeeANewConnectionOnTheSamePorts() {
        assertThat(TcpFlowState.isReuse(DEAD | OPEN_CLIENT, HEADER_SYN)).isTrue();
        assertThat(TcpFlowState.isReuse(DEAD | OPEN_CLIENT, HEADER_SYN | HEADER_ACK))
                .isFalse();
        assertThat(TcpFlowState.isReuse(DEAD | OPEN_CLIENT, HEADER_ACK)).isFalse();
        assertThat(TcpFlowState.isReuse(OPEN_CLIENT, HEADER_SYN)).isFalse();
    }

    @Test
    void shouldNotNeedTheReverseFlowForPlainSegments() {
        assertThat(TcpFlowState.isPlain(OPEN_CLIENT, HEADER_ACK)).isTrue();
        assertThat(TcpFlowState.isPlain(0, HEADER_ACK)).isTrue();
        assertThat(TcpFlowState.isPlain(SYN | SYN_R | ESTABLISHED, HEADER_ACK)).isFalse();
        assertThat(TcpFlowState.isPlain(OPEN_CLIENT | FIN_R, HEADER_ACK)).isFalse();
        assertThat(TcpFlowState.isPlain(OPEN_CLIENT, HEADER_ACK | HEADER_FIN)).isFalse();
        assertThat(TcpFlowState.isPlain(OPEN_CLIENT, HEADER_RST)).isFalse();
    }

    private void open() {
        fromClient(HEADER_SYN, CLIENT_ISN, 0, 0);
        fromServer(HEADER_SYN | HEADER_ACK, SERVER_ISN, CLIENT_ISN + 1, 0);
        fromClient(HEADER_ACK, CLIENT_ISN + 1, SERVER_ISN + 1, 0);
    }

    private void fromClient(final int header, final int sequence, final int ack, final int payloadBytes) {
        tcp.segment(client, header, sequence, ack, payloadBytes, anyReset);
    }

    private void fromServer(final int header, final int sequence, final int ack, final int payloadBytes) {
        tcp.segment(server, header, sequence, ack, payloadBytes, anyReset);
    }

    private int state(final int index) {
        return FlowState.tcp(table.state(index));
    }

    private void assertStates(final int ofClient, final int ofServer) {
        assertThat(state(client)).isEqualTo(ofClient);
        assertThat(state(server)).isEqualTo(ofServer);
    }
}

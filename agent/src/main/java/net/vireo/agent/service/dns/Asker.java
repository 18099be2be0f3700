// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.UdpPacket;
import net.vireo.agent.service.VifFrame;

/** How a guest's question came, which is how its answer goes. */
sealed interface Asker {
    /** A message over TCP is as long as its length says (RFC 1035 4.2.2). */
    int MOST_BYTES = (1 << 16) - 1;

    /** The interface of who asks. */
    int vif();

    /** The longest answer that it takes to this query. */
    int limitBytes(DnsQuery query);

    /** The answer. */
    DnsResult answer(Bytes message);

    /** There is none, and none will come. */
    DnsResult silence();

    /** In a datagram: the answer may have to be cut, and nobody waits for one that does not come. */
    record Datagram(int vif, long routerMac, UdpPacket packet) implements Asker {
        @Override
        public int limitBytes(final DnsQuery query) {
            return query.limitBytes();
        }

        @Override
        public DnsResult answer(final Bytes message) {
            return DnsResult.toGuest(new VifFrame(vif, packet.answer(routerMac, message)));
        }

        @Override
        public DnsResult silence() {
            return DnsResult.NOTHING;
        }
    }

    /**
     * Over a connection, whose pump waits.
     *
     * @param question the pump's number for it
     */
    record Stream(int vif, long question) implements Asker {
        @Override
        public int limitBytes(final DnsQuery query) {
            return MOST_BYTES;
        }

        @Override
        public DnsResult answer(final Bytes message) {
            return DnsResult.toStream(new StreamAnswer(question, message));
        }

        @Override
        public DnsResult silence() {
            return answer(Bytes.EMPTY);
        }
    }
}

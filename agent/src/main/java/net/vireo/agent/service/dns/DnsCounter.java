// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import net.vireo.agent.service.CounterName;

/** What became of guests' queries. */
public enum DnsCounter implements CounterName {
    QUERY("A guest asked."),
    BY_TCP("A message came over TCP."),
    ANSWERED_HERE("A name of the guest's network was answered."),
    NO_SUCH_NAME("A name of the guest's network does not exist; the guest was told."),
    FORWARDED("A query was sent to a name server."),
    FORWARDED_AGAIN("A name server did not answer in time; the query was sent to the next one."),
    FORWARDED_BY_TCP(
            "A name server's answer did not fit a datagram; it was asked again over TCP for a guest that had asked"
                    + " so."),
    ANSWERED_UPSTREAM("A name server's answer was passed to the guest."),
    TRUNCATED("An answer was longer than the guest takes; it was told to ask by TCP."),
    TIMED_OUT("No name server answered; the guest was told that we failed."),
    REFUSED("The query was refused: the mode, class or type is not served, or no name server is known."),
    FORMAT_ERROR("The query did not hold exactly one question; the guest was told."),
    NOT_IMPLEMENTED("The query was of another kind than a look-up; the guest was told."),
    BAD_VERSION("The query used a version of EDNS that does not exist yet; the guest was told."),
    MALFORMED_FRAME("The frame held no sound UDP."),
    MALFORMED_MESSAGE("The message was no DNS."),
    NOT_A_QUERY("A guest sent an answer."),
    FOREIGN_MAC("The frame's source was not the guest's MAC."),
    FOREIGN_ADDRESS("The query came from an address that is not the guest's."),
    DISABLED("The guest's network has no DNS service."),
    RATE_LIMITED("A guest asked faster than it is answered."),
    TOO_MANY_WAITING("A guest had too many queries waiting for a name server."),
    UPSTREAM_MALFORMED("A name server's answer was no DNS."),
    UPSTREAM_UNEXPECTED("An answer fitted no waiting query by server, number and question; somebody may be guessing.");

    private final String sentence;

    DnsCounter(final String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}

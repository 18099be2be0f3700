// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.metadata;

import net.vireo.agent.service.CounterName;

/** What became of guests' requests for metadata. */
public enum MetadataCounter implements CounterName {
    FORWARDED("A request was sent on, signed for its guest."),
    HEADERS_REMOVED("A guest had sent one of the headers that only we may; it was removed."),
    MALFORMED("The request's first line or a header was no HTTP; the guest was told (400)."),
    TOO_LONG("The request's head was longer than is taken; the guest was told (431)."),
    AMBIGUOUS("The request's length could be read in two ways, as those are that smuggle; the guest was told (400)."),
    METHOD("The request's method is none that the service has; the guest was told (405)."),
    VERSION("The request was not HTTP/1.0 or 1.1; the guest was told (505)."),
    BODY_TOO_LONG("The request's body was longer than is taken; the guest was told (413).");

    private final String sentence;

    MetadataCounter(final String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}

// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.metadata;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;

/**
 * Makes a guest's request one of the metadata service's: adds who asks and the proof, takes away what a guest may have
 * claimed. One request for a connection: the answer's end is then the connection's, and nothing can hide behind a request.
 * One thread.
 */
public final class MetadataProxy {
    /** First line and headers of a request. */
    public static final int MAX_HEAD_BYTES = 8192;

    /** Guests write to the service at most a password (Nova: {@code /openstack/.../password}). */
    public static final long MAX_BODY_BYTES = 65_536;

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");

    /** What only we may say; and what concerns the guest's connection and not the one that the request goes on by. */
    private static final Set<String> REMOVED = Set.of(
            "x-forwarded-for",
            "x-instance-id",
            "x-tenant-id",
            "x-instance-id-signature",
            "x-metadata-provider",
            "x-metadata-provider-signature",
            "forwarded",
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "te",
            "trailer",
            "upgrade",
            "expect");

    private final Counters<MetadataCounter> counters = new Counters<>(MetadataCounter.class);
    private final MetadataSignature signature;

    /** @param signature with the secret shared with the metadata service */
    public MetadataProxy(final MetadataSignature signature) {
        this.signature = signature;
    }

    /** What became of requests. */
    public Counters<MetadataCounter> counters() {
        return counters;
    }

    /**
     * @param guest whose connection it is
     * @param received all that the guest has sent on it so far
     */
    public MetadataRequest receive(final MetadataGuest guest, final Bytes received) {
        final int end = RequestHead.end(received);
        if (end > MAX_HEAD_BYTES || end < 0 && received.size() >= MAX_HEAD_BYTES) {
            return refused(MetadataCounter.TOO_LONG, "431 Request Header Fields Too Large");
        }
        if (end < 0) {
            return new MetadataRequest.Incomplete();
        }
        final RequestHead head;
        try {
            head = RequestHead.parse(received.slice(0, end));
        } catch (final RequestHead.NotHttpException malformed) {
            return refused(MetadataCounter.MALFORMED, "400 Bad Request");
        }
        return judge(guest, head, end);
    }

    private MetadataRequest judge(final MetadataGuest guest, final RequestHead head, final int headBytes) {
        if (!head.version().equals("HTTP/1.1") && !head.version().equals("HTTP/1.0")) {
            return refused(MetadataCounter.VERSION, "505 HTTP Version Not Supported");
        }
        if (!METHODS.contains(head.method())) {
            return refused(MetadataCounter.METHOD, "405 Method Not Allowed");
        }
        // A transfer coding beside or instead of a length is what smuggling is made of (RFC 9112 6.1, 11.2).
        final List<String> lengths = head.values("content-length");
        final boolean hosted = head.values("host").size() <= 1
                && (!head.version().equals("HTTP/1.1") || head.values("host").size() == 1);
        if (!head.values("transfer-encoding").isEmpty() || lengths.size() > 1 || !hosted) {
            return refused(MetadataCounter.AMBIGUOUS, "400 Bad Request");
        }
        final String length = lengths.isEmpty() ? "0" : lengths.getFirst();
        if (length.isEmpty() || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return refused(MetadataCounter.AMBIGUOUS, "400 Bad Request");
        }
        if (length.length() > 18 || Long.parseLong(length) > MAX_BODY_BYTES) {
            return refused(MetadataCounter.BODY_TOO_LONG, "413 Content Too Large");
        }
        counters.increment(MetadataCounter.FORWARDED);
        return new MetadataRequest.Forward(write(guest, head), headBytes, Long.parseLong(length));
    }

    private Bytes write(final MetadataGuest guest, final RequestHead head) {
        final StringBuilder out = new StringBuilder(512);
        out.append(head.method()).append(' ').append(head.target()).append(" HTTP/1.1\r\n");
        boolean claimed = false;
        for (final RequestHead.Header header : head.headers()) {
            final String name = header.name().toLowerCase(Locale.ROOT);
            // Some servers read an underscore as a dash: a guest could say ours under another name.
            final String known = name.replace('_', '-');
            if (REMOVED.contains(known) || isHopByHop(head, name)) {
                claimed |= known.startsWith("x-") || known.equals("forwarded");
            } else {
                line(out, header.name(), header.value());
            }
        }
        if (claimed) {
            counters.increment(MetadataCounter.HEADERS_REMOVED);
        }
        if (head.values("host").isEmpty()) {
            line(out, "Host", "169.254.169.254");
        }
        line(out, "X-Forwarded-For", guest.address());
        line(out, "X-Instance-ID", guest.instanceId());
        line(out, "X-Tenant-ID", guest.tenantId());
        line(out, "X-Instance-ID-Signature", signature.of(guest.instanceId()));
        line(out, "Connection", "close");
        return Bytes.of(out.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** RFC 9110 7.6.1: named by Connection; but no guest removes the host or the length of a body by naming them. */
    private static boolean isHopByHop(final RequestHead head, final String name) {
        return !name.equals("host") && !name.equals("content-length") && head.lists("connection", name);
    }

    private static void line(final StringBuilder out, final String name, final String value) {
        out.append(name).append(": ").append(value).append("\r\n");
    }

    private MetadataRequest refused(final MetadataCounter why, final String status) {
        counters.increment(why);
        final String body = status + ": " + why.sentence() + "\n";
        return new MetadataRequest.Refuse(Bytes.ofText("HTTP/1.1 " + status
                + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + Bytes.ofText(body).size()
                + "\r\nConnection: close\r\n\r\n" + body));
    }
}

// SPDX-License-Identifier: Apache-2.0
/**
 * Wire formats as views over native memory.
 *
 * <p>A view is a class of static methods over a header's address {@code p}, which the caller has masked once with
 * {@link net.vireo.linux.memory.Memory#base}. The same verbs in every view:
 *
 * <ul>
 *   <li>{@code check(p, lengthBytes)}: the header's length, or a negative {@link net.vireo.packet.Malformed} code. Comes
 *       before every read of bytes from outside; the readers after it make no judgement and check nothing.
 *   <li>field readers and, where the data path wants them, wide reads with field readers that work on the value.
 *   <li>{@code emit(p, ..)} writes a header; a writer of one field has the reader's name.
 *   <li>{@code fillChecksum}, {@code verifyChecksum}.
 *   <li>{@code describe(p, lengthBytes)}: one line like tcpdump's, checks for itself, allocates; for tools.
 * </ul>
 *
 * <p>Nothing else allocates or throws. IPv4 addresses are big-endian ints, MAC addresses the low 48 bits of a long, IPv6
 * addresses two big-endian longs. A result of several parts is one packed long ({@link net.vireo.packet.Ipv6Extensions},
 * {@link net.vireo.packet.FlowTuple}), negative when malformed.
 */
package net.vireo.packet;

// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import net.vireo.agent.service.Bytes;

/**
 * What a name has.
 *
 * @param ttlS how long it may be remembered
 */
record DnsRecord(int type, int ttlS, Bytes data) {}

// SPDX-License-Identifier: Apache-2.0

/**
 * Which guests listen to which multicast groups: reports of IGMP versions 1 to 3 (RFC 1112, RFC 2236, RFC 3376) and of MLD
 * versions 1 and 2 (RFC 2710, RFC 3810) are read on their way (RFC 4541), and queries keep what is known fresh.
 */
package net.vireo.agent.service.igmp;

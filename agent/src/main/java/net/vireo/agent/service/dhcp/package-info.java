// SPDX-License-Identifier: Apache-2.0

/**
 * DHCP for IPv4 (RFC 2131, RFC 2132): gives each guest the address that its configuration names, and nothing else. There is
 * no pool and no state: the answer follows from the request and the guest's configuration alone.
 */
package net.vireo.agent.service.dhcp;

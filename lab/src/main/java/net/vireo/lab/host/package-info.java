// SPDX-License-Identifier: Apache-2.0
/** What the lab asks of the machine: namespaces, links, processes, and who may have them. */
package net.vireo.lab.host;

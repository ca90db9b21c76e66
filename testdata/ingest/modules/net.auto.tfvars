region = "westeurope"
circuits = {
  ams = { provider = "Equinix", city = "Amsterdam", vlan = 100, link = "172.16.0.0/29" }
  fra = { provider = "Colt", city = "Frankfurt", vlan = 101, link = "172.16.0.8/29", mbps = 500 }
}
psk    = "hunter2-hunter2"
colour = "blue"

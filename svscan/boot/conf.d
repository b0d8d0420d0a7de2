# /etc/conf.d/svscan of OpenRC.

# Where the services are.
#scan_directory="/service"

# Further options, as svscan(8) has them.
#svscan_args=""

# Where what services without a log of their own write goes, and what svscan says.
#output_log="/var/log/svscan.log"
#error_log="/var/log/svscan.log"

# OpenRC 0.60 and later: svscan is started when its services are.
#notify="fd:3"

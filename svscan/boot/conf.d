# /etc/conf.d/svscan of OpenRC.

# The scan directory.
#scan_directory="/service"

# Further options of svscan(8).
#svscan_args=""

# The logs of svscan.  Services without a log of their own write there too.
#output_log="/var/log/svscan.log"
#error_log="/var/log/svscan.log"

# OpenRC 0.60 and later: wait until svscan has started its services.
#notify="fd:3"

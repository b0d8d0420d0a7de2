#!/bin/sh
# svscan exits 127 if the command does not exist, and 126 if it cannot be executed, as a
# shell does.
# shellcheck source=../lib.sh
. "${0%/*}/../lib.sh"

mkdir -p run work/directory

container 'is not there' --container -- no-such-program
container 'is not there, by a path' --container -- ./no-such-program
echo 'echo no' >work/no-program
container 'not executable' --container -- ./no-program
container 'a directory' --container -- ./directory
container 'not executable, in PATH' --container -- env no-program
printf '#!/no/such/interpreter\n' >work/no-interpreter
chmod 755 work/no-interpreter
container 'has no interpreter' --container -- ./no-interpreter
PATH=$PWD/work:$PATH container 'not executable, in the first of PATH' --container -- no-program
container 'is not there, where there is no container' -- no-such-program
same "what is left in run" '' "$(ls run)"
expect <<'END'
127: is not there
svscan: fatal: unable to find the command no-such-program
127: is not there, by a path
svscan: fatal: unable to find the command ./no-such-program
126: not executable
svscan: fatal: unable to run the command ./no-program: it is not executable (chmod +x)
126: a directory
svscan: fatal: unable to run the command ./directory: it is a directory (replace it with a program)
127: not executable, in PATH
env: 'no-program': No such file or directory
127: has no interpreter
supervise command: fatal: unable to run ./no-interpreter: the interpreter in its first line does not exist
126: not executable, in the first of PATH
svscan: fatal: unable to run the command no-program: it is not executable (chmod +x)
127: is not there, where there is no container
svscan: fatal: unable to find the command no-such-program
END
